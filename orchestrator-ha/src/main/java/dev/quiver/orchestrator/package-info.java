/**
 * Dispatch with an orchestrator: assignment within each worker's credit, failure detection,
 * reassignment, failover by the leadership token, and the ledger that answers what became of a
 * task. It builds on {@code dev.quiver.tasks} and is the only feature that builds on another.
 */
@NullMarked
package dev.quiver.orchestrator;

import org.jspecify.annotations.NullMarked;
