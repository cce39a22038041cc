package dev.quiver.numbers.link;

import dev.quiver.messaging.batch.ExplicitQueues;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Failures;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.connection.UserStamps;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.messaging.presence.PresenceBrowser;
import dev.quiver.messaging.presence.PresenceKind;
import dev.quiver.messaging.presence.PresencePublisher;
import dev.quiver.numbers.Run;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.time.Duration;
import java.time.InstantSource;
import org.apache.activemq.artemis.api.jms.ActiveMQJMSConstants;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the broker that never comes back by itself: any failure ends it, what was not
 * committed returns to its queue, and the owner makes another. So nobody goes on in the belief to
 * hold what the broker has given to somebody else meanwhile.
 *
 * <p>Windows: a producer gets credit for one message at a time, since a producer's window is credit
 * beyond the queue's bound; a consumer takes one message at a time, so that it leaves the rest to
 * others and a crash returns no more than one.
 */
public final class NumbersLink implements AutoCloseable {

  /** In bytes; less than any message, so that the broker is asked before each. */
  private static final int PRODUCER_WINDOW = 1;

  /** No message is sent ahead. */
  private static final int CONSUMER_WINDOW = 0;

  /** How long a process is thought to be here after its last sign. */
  static final Duration PRESENCE = Duration.ofMillis(4_500);

  private final BrokerConnection core;
  private final Queues names;
  private final ExplicitQueues queues;
  private final Connection jms;
  private volatile @Nullable PresencePublisher presence;

  private NumbersLink(BrokerConnection core, Queues names, ExplicitQueues queues, Connection jms) {
    this.core = core;
    this.names = names;
    this.queues = queues;
    this.jms = jms;
  }

  /**
   * Waits until the broker is there, connects and makes the queues if they are not there.
   *
   * @param listener hears about the waiting
   * @throws dev.quiver.messaging.connection.QuiverMessagingException if waiting does not help, or
   *     the connection broke again at once
   */
  public static NumbersLink await(Connections connections, Queues names, WaitListener listener)
      throws InterruptedException {
    BrokerConnection core = connections.await(Use.FENCED, listener);
    try {
      UserStamps.require(core);
      ExplicitQueues queues = new ExplicitQueues(core.autoCommitSession());
      queues.durable(names.numbers());
      queues.durable(names.ledger());
      queues.durable(names.ended());
      return new NumbersLink(core, names, queues, connect(connections));
    } catch (JMSException | RuntimeException e) {
      core.close();
      throw Failures.translate(e);
    }
  }

  private static Connection connect(Connections connections) throws JMSException {
    ActiveMQConnectionFactory factory = (ActiveMQConnectionFactory) connections.jms(Use.FENCED);
    factory.setProducerWindowSize(PRODUCER_WINDOW);
    factory.setConsumerWindowSize(CONSUMER_WINDOW);
    try {
      Connection connection = factory.createConnection();
      connection.start();
      return connection;
    } catch (JMSException e) {
      factory.close();
      throw e;
    }
  }

  /** Shows that the producer of that run is here, as long as the link stands. */
  public void show(Run run) {
    // A key of its own for each run: two producers of one id must not hide each other.
    presence =
        publish(PresenceKind.PRODUCER, run.producer() + "-" + run.id(), run.id(), run.producer());
  }

  /** Shows that the consumer of that id is here, as long as the link stands. */
  public void show(String consumer) {
    String process = Long.toString(ProcessHandle.current().pid());
    presence = publish(PresenceKind.CONSUMER, consumer, process, consumer);
  }

  private PresencePublisher publish(PresenceKind kind, String id, String incarnation, String name) {
    return PresencePublisher.start(
        core,
        kind,
        id,
        incarnation,
        facts -> facts.field("queue", names.name()).field("name", name),
        PRESENCE,
        InstantSource.system());
  }

  /** Who else is here. */
  public Neighbours neighbours() {
    return new Neighbours(new PresenceBrowser(core), names);
  }

  /** A session in which each durable send is on disk when it returns. */
  public Session plainSession() throws JMSException {
    return jms.createSession(false, Session.AUTO_ACKNOWLEDGE);
  }

  /** A session whose sends and acknowledgements happen together, at its commit. */
  public Session transactedSession() throws JMSException {
    return jms.createSession(true, Session.SESSION_TRANSACTED);
  }

  /** A session in which each message is acknowledged by itself, in any order. */
  public Session singlyAcknowledgingSession() throws JMSException {
    return jms.createSession(false, ActiveMQJMSConstants.INDIVIDUAL_ACKNOWLEDGE);
  }

  /**
   * How many messages that queue holds, also those that are delivered and not acknowledged. May be
   * called by several threads.
   */
  public synchronized long depth(String queue) {
    return queues.depth(queue);
  }

  /** Whether the connection has broken, or was closed. */
  public boolean isBroken() {
    return core.isClosed();
  }

  @Override
  public void close() {
    PresencePublisher shown = presence;
    if (shown != null) {
      shown.close();
    }
    core.close();
    try {
      jms.close();
    } catch (JMSException e) {
      // It was broken already; whatever it held returns to its queue all the same.
    }
  }
}
