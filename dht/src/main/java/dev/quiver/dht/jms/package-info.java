/**
 * Chord on the broker: {@link dev.quiver.dht.jms.RingProcess} runs one node or many over one
 * connection, each with a queue of its own; {@link dev.quiver.dht.jms.DhtClient} asks any of them.
 * {@code ChordCodec} is the wire, {@code RingDirectory} knows who is here.
 */
@NullMarked
package dev.quiver.dht.jms;

import org.jspecify.annotations.NullMarked;
