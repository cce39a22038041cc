/**
 * Tasks, outcomes, progress, events and cancels as messages: the Java side of {@code docs/wire.md},
 * and the only place that knows its names.
 *
 * <p>One codec a kind ({@link dev.quiver.tasks.wire.TaskCodec}, {@link
 * dev.quiver.tasks.wire.OutcomeCodec}, {@link dev.quiver.tasks.wire.ProgressCodec}, {@link
 * dev.quiver.tasks.wire.EventsCodec}, {@link dev.quiver.tasks.wire.CancelCodec}); each reuses its
 * buffers and so belongs to one thread. They work on core messages; a JMS message holds one ({@code
 * ActiveMQMessage.getCoreMessage()}), and what they write any JMS client reads as a text or bytes
 * message.
 *
 * <p>Reading takes every message as hostile and ends in a {@link
 * dev.quiver.messaging.codec.RejectedMessageException} with its reason. What travels beside a task
 * and changes from hop to hop is a {@link dev.quiver.tasks.wire.TaskEnvelope}, which offers the
 * moves that are legal. Bodies that are streamed are kept by a {@link dev.quiver.tasks.wire.Spool}.
 */
@NullMarked
package dev.quiver.tasks.wire;

import org.jspecify.annotations.NullMarked;
