/**
 * What a command writes: {@link dev.quiver.cli.output.Output} is where it goes, {@link
 * dev.quiver.cli.output.JsonLine} one line for machines, {@link dev.quiver.cli.output.Table} rows
 * for people.
 */
@NullMarked
package dev.quiver.cli.output;

import org.jspecify.annotations.NullMarked;
