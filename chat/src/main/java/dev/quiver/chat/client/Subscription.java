package dev.quiver.chat.client;

import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Failures;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.core.client.impl.ClientConsumerInternal;
import org.jspecify.annotations.Nullable;

/**
 * One queue that is listened to, in a session of its own. A message is acknowledged when it was
 * taken: at once where it is quiet, so that who is killed then does not get it again, and together
 * with those of the same moment in a busy room, where an acknowledgement for each message costs the
 * broker more than the message. It may begin by gathering what the broker has, to be taken all at
 * once.
 */
final class Subscription implements AutoCloseable {

  private static final int WINDOW_BYTES = 256 * 1024;

  /** What is acknowledged together at the most, however much waits. */
  private static final int ACKNOWLEDGED_BYTES = 64 * 1024;

  /** How long an acknowledgement waits for others, after one that did not. */
  private static final long A_MOMENT_MS = 100;

  private static final Executor A_MOMENT_LATER =
      CompletableFuture.delayedExecutor(A_MOMENT_MS, TimeUnit.MILLISECONDS, Runnable::run);

  /** How messages are taken and acknowledged. */
  enum Manner {
    /** What the broker has is gathered first; the rest as they come, acknowledged together. */
    GATHERED,
    /** As they come; acknowledged together with those that follow soon. */
    TOGETHER,
    /** As they come, each acknowledged at once: who is killed then does not get them again. */
    SINGLY
  }

  /** Takes messages one at a time. */
  @FunctionalInterface
  interface Taker {
    void take(ClientMessage message);
  }

  private final ClientSession session;
  private final ReentrantLock order;
  private final Condition more;
  private final Taker taker;
  private @Nullable List<ClientMessage> gathered;
  private @Nullable ClientConsumerInternal consumer;

  private volatile boolean closing;

  /** Whether acknowledgements are about to be sent; guarded by {@code order}. */
  private boolean flushing;

  /** When they were sent last, by the system's nanosecond clock; guarded by {@code order}. */
  private long flushedAt = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(A_MOMENT_MS);

  private Subscription(
      ClientSession session,
      ReentrantLock order,
      Taker taker,
      @Nullable List<ClientMessage> gathered) {
    this.session = session;
    this.order = order;
    this.more = order.newCondition();
    this.taker = taker;
    this.gathered = gathered;
  }

  /**
   * Listens.
   *
   * @param order held while a message is taken, so that all that a client hears has one order
   * @param manner {@link Manner#GATHERED} keeps what comes until {@link #gathered} asks for it
   */
  static Subscription to(
      BrokerConnection connection, String queue, ReentrantLock order, Manner manner, Taker taker) {
    ClientSession session =
        connection.autoCommitSession(manner == Manner.SINGLY ? 0 : ACKNOWLEDGED_BYTES);
    Subscription subscription =
        new Subscription(
            session, order, taker, manner == Manner.GATHERED ? new ArrayList<>() : null);
    try {
      subscription.listen(
          session.createConsumer(SimpleString.of(queue), null, WINDOW_BYTES, -1, false));
      session.start();
      return subscription;
    } catch (ActiveMQException e) {
      subscription.close();
      throw Failures.translate(e);
    }
  }

  private void listen(ClientConsumer made) throws ActiveMQException {
    consumer = (ClientConsumerInternal) made;
    made.setMessageHandler(this::came);
  }

  private void came(ClientMessage message) {
    order.lock();
    try {
      if (gathered != null) {
        // The library discards what is left of a body when this returns.
        message.getBodyBuffer();
        gathered.add(message);
        more.signalAll();
      } else {
        take(message);
      }
    } finally {
      order.unlock();
    }
  }

  private void take(ClientMessage message) {
    taker.take(message);
    acknowledge(message);
  }

  private void acknowledge(ClientMessage message) {
    try {
      message.acknowledge();
    } catch (ActiveMQException e) {
      // The connection is gone; what was not acknowledged comes again and is known as a double.
      return;
    }
    if (flushing) {
      return;
    }
    if (System.nanoTime() - flushedAt >= TimeUnit.MILLISECONDS.toNanos(A_MOMENT_MS)) {
      flushNow();
    } else {
      flushing = true;
      A_MOMENT_LATER.execute(this::flush);
    }
  }

  /**
   * Never waits for the lock, since all subscriptions share the thread of {@link #A_MOMENT_LATER}.
   */
  private void flush() {
    if (!order.tryLock()) {
      A_MOMENT_LATER.execute(this::flush);
      return;
    }
    try {
      flushing = false;
      flushNow();
    } finally {
      order.unlock();
    }
  }

  private void flushNow() {
    flushedAt = System.nanoTime();
    ClientConsumerInternal from = consumer;
    if (from == null || closing) {
      return;
    }
    try {
      from.flushAcks();
    } catch (ActiveMQException e) {
      // The connection is gone, as above.
      return;
    }
  }

  /**
   * Waits until so many were gathered, or that time has passed; hands them over with {@code order}
   * held, and from then on takes each as it comes.
   */
  void gathered(long expected, long patienceMs, java.util.function.Consumer<List<ClientMessage>> to)
      throws InterruptedException {
    long left = TimeUnit.MILLISECONDS.toNanos(patienceMs);
    order.lockInterruptibly();
    try {
      List<ClientMessage> list = gathered;
      if (list == null) {
        return;
      }
      while (list.size() < expected && left > 0) {
        left = more.awaitNanos(left);
      }
      gathered = null;
      to.accept(list);
      list.forEach(this::acknowledge);
    } finally {
      order.unlock();
    }
  }

  @Override
  public void close() {
    // The session itself acknowledges what is left. Not under the lock: a listener may be stuck.
    closing = true;
    try {
      session.close();
    } catch (ActiveMQException e) {
      // A lost connection has nothing left to close.
      return;
    }
  }
}
