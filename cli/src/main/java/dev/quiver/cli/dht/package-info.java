/**
 * The commands about the Chord ring: {@code quiver dht}. What they do is in {@code dev.quiver.dht}.
 */
@NullMarked
package dev.quiver.cli.dht;

import org.jspecify.annotations.NullMarked;
