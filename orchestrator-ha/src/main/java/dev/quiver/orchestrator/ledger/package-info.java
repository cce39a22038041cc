/** What became of each task. */
@NullMarked
package dev.quiver.orchestrator.ledger;

import org.jspecify.annotations.NullMarked;
