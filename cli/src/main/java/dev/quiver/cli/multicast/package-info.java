/**
 * The commands of multicast: {@code quiver multicast run}, {@code compare}, {@code peer} and {@code
 * check}. What they run is in {@code dev.quiver.multicast}.
 */
@NullMarked
package dev.quiver.cli.multicast;

import org.jspecify.annotations.NullMarked;
