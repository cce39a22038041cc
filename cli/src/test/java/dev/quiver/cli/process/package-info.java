/**
 * The command line as people use it: the real distribution, real processes, real signals. {@link
 * dev.quiver.cli.process.QuiverLauncher} starts them, {@link dev.quiver.cli.process.QuiverProcess}
 * is one of them.
 */
@NullMarked
package dev.quiver.cli.process;

import org.jspecify.annotations.NullMarked;
