/**
 * The seam between a pure protocol and whatever runs it.
 *
 * <p>A {@link dev.quiver.messaging.protocol.Protocol} is a step function: an {@link
 * dev.quiver.messaging.protocol.Event} comes in, {@link dev.quiver.messaging.protocol.Effect}s come
 * out. It has no thread, clock, source of randomness or connection of its own, so the same object
 * runs under the {@link dev.quiver.messaging.protocol.ProtocolDriver}, which gives it a mailbox, a
 * thread, timers and a {@link dev.quiver.messaging.protocol.Transport}, and in the seeded simulator
 * of the test support.
 *
 * <p>Nothing here knows JMS or Artemis.
 */
@NullMarked
package dev.quiver.messaging.protocol;

import org.jspecify.annotations.NullMarked;
