package dev.quiver.chat.client;

import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Failures;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;

/**
 * One queue that is listened to, in a session of its own. A message is acknowledged when it was
 * taken. It may begin by gathering what the broker has, to be taken all at once.
 */
final class Subscription implements AutoCloseable {

  private static final int WINDOW_BYTES = 256 * 1024;

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
   * @param gather whether to keep what comes until {@link #gathered} asks for it
   */
  static Subscription to(
      BrokerConnection connection, String queue, ReentrantLock order, boolean gather, Taker taker) {
    ClientSession session = connection.autoCommitSession();
    Subscription subscription =
        new Subscription(session, order, taker, gather ? new ArrayList<>() : null);
    try {
      ClientConsumer consumer =
          session.createConsumer(SimpleString.of(queue), null, WINDOW_BYTES, -1, false);
      consumer.setMessageHandler(subscription::came);
      session.start();
      return subscription;
    } catch (ActiveMQException e) {
      subscription.close();
      throw Failures.translate(e);
    }
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

  private static void acknowledge(ClientMessage message) {
    try {
      message.acknowledge();
    } catch (ActiveMQException e) {
      // The connection is gone; the message comes again and is known as a double.
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
      list.forEach(Subscription::acknowledge);
    } finally {
      order.unlock();
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (ActiveMQException e) {
      // A lost connection has nothing left to close.
      return;
    }
  }
}
