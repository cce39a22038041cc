/**
 * The group on the broker. {@link dev.quiver.multicast.jms.PeerRound} runs one peer's core for one
 * round: {@code GroupLink} is its connection and queues, {@code Seat} its candidacy for the
 * coordinator's exclusive queue, {@code Watch} notices peers that are gone. {@link
 * dev.quiver.multicast.jms.GroupServer} is the group manager and comparison service, {@link
 * dev.quiver.multicast.jms.PeerAgent} a peer that registers with it, {@link
 * dev.quiver.multicast.jms.Reports} the logs on their way.
 */
@NullMarked
package dev.quiver.multicast.jms;

import org.jspecify.annotations.NullMarked;
