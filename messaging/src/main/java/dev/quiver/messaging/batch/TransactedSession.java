package dev.quiver.messaging.batch;

import dev.quiver.messaging.codec.JsonLimits;
import dev.quiver.messaging.codec.TextBody;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Failures;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.SessionFailureListener;

/**
 * One transacted session of the core API with all that hangs on it: consumers, cached producers,
 * and the count of what is not committed yet. Messages are acknowledged singly, so that what is
 * still being worked on is not committed with what is done.
 *
 * <p>After any exception of it the transaction is lost: close it and begin with a new one; the
 * broker delivers again what was not committed.
 */
public final class TransactedSession implements AutoCloseable {

  private static final int PRODUCERS = 512;
  private static final int MAX_DOCUMENT_CHARS = JsonLimits.defaults().documentChars();
  private static final SimpleString JMS_TYPE = SimpleString.of("JMSType");

  private final ClientSession session;
  private final ProducerCache producers;
  private final ExplicitQueues queues;
  private final Map<String, ClientConsumer> consumers = new LinkedHashMap<>();
  private int acknowledged;
  private int sent;

  private TransactedSession(ClientSession session) {
    this.session = session;
    this.producers = new ProducerCache(session, PRODUCERS);
    this.queues = new ExplicitQueues(session);
  }

  /** A new session, not yet delivering: {@link #start} it when its consumers are made. */
  public static TransactedSession on(BrokerConnection connection) {
    return new TransactedSession(connection.transactedSession());
  }

  /** The library's own object, for what this class does not cover. */
  public ClientSession core() {
    return session;
  }

  public ExplicitQueues queues() {
    return queues;
  }

  /**
   * Hears once that the session's connection is lost. Called on a thread of the library; must not
   * block.
   */
  public void onFailure(Runnable listener) {
    session.addFailureListener(
        new SessionFailureListener() {
          @Override
          public void connectionFailed(ActiveMQException exception, boolean failedOver) {
            listener.run();
          }

          @Override
          public void connectionFailed(
              ActiveMQException exception, boolean failedOver, String scaleDownTargetNodeId) {
            listener.run();
          }

          @Override
          public void beforeReconnect(ActiveMQException exception) {
            listener.run();
          }
        });
  }

  /** Lets the broker deliver. */
  public void start() {
    run(session::start);
  }

  /**
   * Consumes from a queue.
   *
   * @param windowBytes how much the broker sends ahead of what {@code handler} has taken
   * @param handler called on a thread of the library, one message at a time within this session; to
   *     make the broker wait it waits itself. It must not use the session. The body of a document
   *     is loaded by then; one that is {@link Streamed} must be received before the handler
   *     returns.
   */
  public void consume(String queue, int windowBytes, Consumer<ClientMessage> handler) {
    closeConsumer(queue);
    try {
      ClientConsumer consumer =
          session.createConsumer(SimpleString.of(queue), null, windowBytes, -1, false);
      consumers.put(queue, consumer);
      consumer.setMessageHandler(
          message -> {
            TextBody.load(message, MAX_DOCUMENT_CHARS);
            handler.accept(message);
          });
    } catch (ActiveMQException e) {
      throw Failures.translate(e);
    }
  }

  /**
   * Stops consuming from that queue; what was sent ahead and is not acknowledged goes back to it.
   */
  public void closeConsumer(String queue) {
    ClientConsumer consumer = consumers.remove(queue);
    if (consumer != null) {
      run(consumer::close);
    }
  }

  /** Whether a consumer was closed by the broker, as when its queue was removed. */
  public boolean hasDeadConsumer() {
    return consumers.values().stream().anyMatch(ClientConsumer::isClosed);
  }

  /** A new text message; {@code type} becomes its {@code JMSType}. */
  public ClientMessage textMessage(String type, boolean durable) {
    ClientMessage message = session.createMessage(Message.TEXT_TYPE, durable);
    message.putStringProperty(JMS_TYPE, SimpleString.of(type));
    return message;
  }

  /** Sends to a queue, in effect when committed. */
  public void send(String queue, ClientMessage message) {
    sent++;
    producers.send(queue, message);
  }

  /** Sends to a topic, in effect when committed. */
  public void publish(String topic, ClientMessage message) {
    sent++;
    producers.publish(topic, message);
  }

  /** Acknowledges this message alone, in effect when committed. */
  public void acknowledge(ClientMessage message) {
    acknowledged++;
    run(message::individualAcknowledge);
  }

  /** How many sends and acknowledgements are not committed yet. */
  public int pending() {
    return acknowledged + sent;
  }

  /** How many acknowledgements are not committed yet. */
  public int pendingAcknowledgements() {
    return acknowledged;
  }

  /**
   * Commits what is pending, if anything is.
   *
   * @throws dev.quiver.messaging.connection.UnknownOutcomeException if it may have happened
   * @throws dev.quiver.messaging.connection.QuiverMessagingException if it did not happen
   */
  public void commit() {
    if (pending() > 0) {
      run(session::commit);
      acknowledged = 0;
      sent = 0;
    }
  }

  /** Closes all that hangs on it; what was not committed did not happen. Never throws. */
  @Override
  public void close() {
    try {
      session.close();
    } catch (ActiveMQException e) {
      // A lost connection has nothing left to close.
      acknowledged = 0;
    }
    consumers.clear();
    sent = 0;
    acknowledged = 0;
  }

  private interface Action {
    void run() throws ActiveMQException;
  }

  private static void run(Action action) {
    try {
      action.run();
    } catch (ActiveMQException e) {
      throw Failures.translate(e);
    }
  }
}
