/**
 * Drawings as SVG, which every browser shows: {@link dev.quiver.dht.picture.Chart} lines and points
 * over axes, {@link dev.quiver.dht.picture.RingPicture} a ring with its pointers and a way through
 * it. {@code Svg} writes the elements.
 */
@NullMarked
package dev.quiver.dht.picture;

import org.jspecify.annotations.NullMarked;
