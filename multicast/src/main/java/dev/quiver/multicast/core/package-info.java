/**
 * The protocols, pure step functions without thread, clock or broker; the same objects run in the
 * simulation and on Artemis.
 *
 * <p>{@link dev.quiver.multicast.core.Peer} is one member of a group: handshake, streams, views and
 * end. Its {@code Ordering} decides when a message is delivered: {@code ArrivalOrder} (none, topic
 * and, over streams, FIFO), {@code CausalOrder}, {@code LamportOrder}, {@code IsisOrder}. {@link
 * dev.quiver.multicast.core.Reign} is the group's coordinator, which numbers views and, as the
 * sequencer, messages.
 *
 * <p>Assumed of what carries the messages: what is sent to {@link
 * dev.quiver.multicast.core.Destinations#ALL} reaches every member or none (one frame to the
 * broker, which routes it), and reaches them sooner or later. Nothing is assumed about order.
 */
@NullMarked
package dev.quiver.multicast.core;

import org.jspecify.annotations.NullMarked;
