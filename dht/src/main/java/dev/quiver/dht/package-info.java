/**
 * Chord: a ring of nodes that says, in a logarithmic number of hops, who holds a key, and stays one
 * when nodes come, go and die.
 *
 * <p>Here are the words: {@link dev.quiver.dht.Id}s on a circle of {@link dev.quiver.dht.IdSpace},
 * the {@link dev.quiver.dht.ChordMessage}s that nodes exchange, {@link dev.quiver.dht.Operation}
 * and {@link dev.quiver.dht.Outcome}. {@code core} has the rules, one {@link
 * dev.quiver.dht.core.ChordNode} without thread, clock, randomness or broker; {@code simulation}
 * runs thousands of them in virtual time and repeats the experiments of the papers; {@code jms}
 * runs them on the broker; {@code picture} draws.
 *
 * <p>Sources: Stoica et al., Chord (SIGCOMM 2001; IEEE/ACM Transactions on Networking 11(1), 2003);
 * P. Zave, How to Make Chord Correct (2015) and Reasoning about Identifier Spaces (2017).
 */
@NullMarked
package dev.quiver.dht;

import org.jspecify.annotations.NullMarked;
