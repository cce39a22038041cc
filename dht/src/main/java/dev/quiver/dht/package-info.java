/** Chord: a ring of nodes that says, in a logarithmic number of hops, who holds a key. */
@NullMarked
package dev.quiver.dht;

import org.jspecify.annotations.NullMarked;
