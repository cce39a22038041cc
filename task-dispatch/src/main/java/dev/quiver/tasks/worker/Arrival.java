package dev.quiver.tasks.worker;

import dev.quiver.tasks.wire.Spool;
import dev.quiver.tasks.wire.TaskMessage;
import java.util.concurrent.CountDownLatch;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.jspecify.annotations.Nullable;

/**
 * A message that came, and what was read from it. A large one is read in two steps, because its
 * body has to be read on the client's thread: that thread waits until the slot wants it or does
 * not.
 */
final class Arrival {

  private final Source source;
  private final Object consumer;
  private final ClientMessage message;
  private final CountDownLatch decision = new CountDownLatch(1);
  private volatile boolean wanted;
  private volatile @Nullable TaskMessage content;
  private volatile @Nullable String rejection;
  private volatile @Nullable String failure;
  private boolean credited;
  private boolean acknowledged;

  Arrival(Source source, Object consumer, ClientMessage message) {
    this.source = source;
    this.consumer = consumer;
    this.message = message;
  }

  Source source() {
    return source;
  }

  ClientMessage message() {
    return message;
  }

  /** Whether the consumer that received it was closed since; then the message went back. */
  boolean isStale() {
    return !source.isFrom(consumer);
  }

  int deliveries() {
    return message.getDeliveryCount();
  }

  /** Whether its body is still to be asked for. */
  boolean isUnread() {
    return content == null && rejection == null && failure == null;
  }

  @Nullable TaskMessage content() {
    return content;
  }

  /** Why it is no task, if it is none. */
  @Nullable String rejection() {
    return rejection;
  }

  /** Whether it is a member of a group, as far as it has been read. */
  boolean isOfGroup() {
    TaskMessage read = content;
    return read != null && read.task().group() != null;
  }

  void contains(TaskMessage read) {
    content = read;
  }

  void rejectedBecause(String reason) {
    rejection = reason;
  }

  /** Why its body could not be kept here, which is not its fault. */
  @Nullable String failure() {
    return failure;
  }

  void failedToKeep(String reason) {
    failure = reason;
  }

  /** The slot has room for a large body. */
  void read() {
    wanted = true;
    decision.countDown();
  }

  /** The slot is about to close the consumer. */
  void drop() {
    decision.countDown();
  }

  /** It is not wanted any more: it went back. */
  void forget() {
    drop();
    TaskMessage read = content;
    if (read != null) {
      Spool.release(read.task().payload());
    }
  }

  /** Whether to read the body; called on the client's thread. */
  boolean awaitDecision() throws InterruptedException {
    decision.await();
    return wanted;
  }

  boolean isCredited() {
    return credited;
  }

  void markCredited() {
    credited = true;
  }

  boolean isAcknowledged() {
    return acknowledged;
  }

  void markAcknowledged() {
    acknowledged = true;
  }
}
