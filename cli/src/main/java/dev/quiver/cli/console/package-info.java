/**
 * Artemis' web console on request: {@link dev.quiver.cli.console.WebConsole} serves the archive
 * that the Artemis project publishes of it, beside the broker in the same process.
 */
@NullMarked
package dev.quiver.cli.console;

import org.jspecify.annotations.NullMarked;
