/**
 * Multicast among peers under several orderings, and the proof of what each run kept.
 *
 * <p>This package is the vocabulary: {@link dev.quiver.multicast.MessageId} names a multicast,
 * {@link dev.quiver.multicast.Data} is one, {@link dev.quiver.multicast.View} says who belongs to
 * the group, {@link dev.quiver.multicast.PeerMessage} is everything peers say to each other, and
 * {@link dev.quiver.multicast.Order} the orderings with what they promise.
 *
 * <ul>
 *   <li>{@code core}: the protocols, pure step functions; {@code core.Peer} is one member.
 *   <li>{@code log}: what a peer broadcast and delivered, as a text file.
 *   <li>{@code check}: the properties, from logs alone.
 *   <li>{@code picture}: a run as pictures and as a ShiViz log.
 *   <li>{@code wire}: the JSON of it all.
 *   <li>{@code jms}: peers and the comparison service on the broker.
 * </ul>
 */
@NullMarked
package dev.quiver.multicast;

import org.jspecify.annotations.NullMarked;
