/**
 * Measures the platform beside the broker's raw limit of the same run, so that a figure says
 * something on any machine.
 */
@NullMarked
package dev.quiver.bench;

import org.jspecify.annotations.NullMarked;
