/**
 * {@code quiver check}: programs that read recorded histories and say what was promised and not
 * kept; and {@link dev.quiver.cli.check.HistoryFlags}, with which other commands record.
 */
@NullMarked
package dev.quiver.cli.check;

import org.jspecify.annotations.NullMarked;
