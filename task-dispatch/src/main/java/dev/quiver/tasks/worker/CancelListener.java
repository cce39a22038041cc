package dev.quiver.tasks.worker;

import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Failures;
import dev.quiver.tasks.wire.CancelCodec;
import java.io.IOException;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.ActiveMQQueueExistsException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.core.client.impl.ClientSessionInternal;

/**
 * Hears of cancels: subscribes first, then reads those that are kept, so that none is missed.
 *
 * <p>The subscription bears the worker's name, and the broker allows it once; so it also shows that
 * the worker lives, and keeps a second one of the same name away. Its session says the name as
 * well, since subscriptions of two users are two, and a name is one worker whoever runs it.
 */
final class CancelListener {

  /** The metadata of which the broker allows each value once. */
  private static final String WORKER = "quiver-worker";

  private final CancelBook book;
  private final WorkerCounters counters;
  private final CancelCodec codec = new CancelCodec();
  private final Runnable changed;

  private CancelListener(CancelBook book, WorkerCounters counters, Runnable changed) {
    this.book = book;
    this.counters = counters;
    this.changed = changed;
  }

  /** The name of the subscription that shows that a worker lives. */
  static String subscription(String user, String worker) {
    return user + ".liveness." + worker;
  }

  /**
   * Begins to listen; what is kept has been read when this returns.
   *
   * @param changed called on the client's thread after each cancel
   * @return what tells this life of the worker from others: the name of the session that shows that
   *     it lives, which the broker tells orchestrators when it ends
   * @throws WorkerIdInUseException if a worker of that name listens already
   */
  static String start(BrokerConnection connection, Worker worker, CancelBook book, Runnable changed)
      throws ActiveMQException {
    CancelListener listener = new CancelListener(book, worker.counters(), changed);
    ClientSession session = connection.preAcknowledgedSession();
    String id = worker.config().id().value();
    SimpleString name = SimpleString.of(subscription(connection.settings().requiredUser(), id));
    try {
      session.addUniqueMetaData(WORKER, connection.settings().namespace() + "." + id);
      session.createQueue(
          QueueConfiguration.of(name)
              .setAddress(SimpleString.of(worker.addresses().taskCancel()))
              .setRoutingType(RoutingType.MULTICAST)
              .setDurable(false)
              .setTemporary(true)
              .setMaxConsumers(1)
              .setAutoCreateAddress(false));
    } catch (ActiveMQException e) {
      session.close();
      boolean taken =
          e instanceof ActiveMQQueueExistsException
              || e.getType() == ActiveMQExceptionType.DUPLICATE_METADATA;
      throw taken ? new WorkerIdInUseException(worker.config().id(), e) : Failures.translate(e);
    }
    session.createConsumer(name).setMessageHandler(listener::onMessage);
    session.start();
    listener.readKept(connection, worker.addresses().taskCancelTombstones());
    return ((ClientSessionInternal) session).getName();
  }

  private void readKept(BrokerConnection connection, String tombstones) throws ActiveMQException {
    CancelCodec own = new CancelCodec();
    try (ClientSession session = connection.autoCommitSession();
        ClientConsumer browser = session.createConsumer(SimpleString.of(tombstones), null, true)) {
      session.start();
      for (ClientMessage message = browser.receiveImmediate();
          message != null;
          message = browser.receiveImmediate()) {
        add(message, own);
      }
    }
  }

  private void onMessage(ClientMessage message) {
    add(message, codec);
    changed.run();
  }

  private void add(ClientMessage message, CancelCodec reader) {
    try {
      book.add(reader.read(message));
    } catch (RejectedMessageException | IOException e) {
      counters.rejected.increment();
      Slot.LOG.warn("a cancel was refused: {}", e.getMessage());
    }
  }
}
