/**
 * {@code quiver map}: one task for each input, each input's one result.
 *
 * <p>{@link dev.quiver.cli.map.MapRun} reads {@link dev.quiver.cli.map.Inputs} and sends tasks as
 * far as the {@link dev.quiver.cli.map.Window} allows; {@link dev.quiver.cli.map.ResultWriter}
 * writes results in order ({@link dev.quiver.cli.map.InOrder}) or as they come, and gives the room
 * back. {@link dev.quiver.cli.map.ProgressBar} tells how far it is.
 */
@NullMarked
package dev.quiver.cli.map;

import org.jspecify.annotations.NullMarked;
