/**
 * The images and compose files, run: {@code OnEngine} marks a class of container tests, {@code
 * Platform} is the broker that they share and everything that is started beside it, {@code Images}
 * builds what runs in it.
 */
@NullMarked
package dev.quiver.docker;

import org.jspecify.annotations.NullMarked;
