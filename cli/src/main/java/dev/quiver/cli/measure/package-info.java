/**
 * The commands that measure: {@code quiver bench}. What they measure is in {@code
 * dev.quiver.bench}.
 */
@NullMarked
package dev.quiver.cli.measure;

import org.jspecify.annotations.NullMarked;
