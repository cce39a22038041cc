/**
 * Work in transactions of the core API: receive here, produce there, commit.
 *
 * <p>{@link dev.quiver.messaging.batch.TransactedSession} is one session with its consumers, its
 * {@linkplain dev.quiver.messaging.batch.ProducerCache cached producers} and what is pending; its
 * consumers put into a {@link dev.quiver.messaging.batch.Mailbox}. {@link
 * dev.quiver.messaging.batch.BatchLoop} runs the whole cycle on it: batches that grow with the
 * load, and what to do when a commit fails. {@link dev.quiver.messaging.batch.ExplicitQueues} makes
 * the queues that nobody declared, {@link dev.quiver.messaging.batch.DeliveryWatchdog} notices a
 * consumer that has gone deaf, {@link dev.quiver.messaging.batch.Streamed} moves bodies that do not
 * fit into memory.
 *
 * <p>None of it may be used by two threads at once, unless it says so.
 */
@NullMarked
package dev.quiver.messaging.batch;

import org.jspecify.annotations.NullMarked;
