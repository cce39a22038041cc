package dev.quiver.cli.process;

import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.Use;
import dev.quiver.tasks.history.HistoryEvent.Kind;
import dev.quiver.tasks.history.HistoryFile;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/**
 * The least that leads: it takes the token and commits, again and again, until it is killed. On a
 * fenced connection as it must, or on one that connects again by itself, which is the control.
 */
final class ToyLeader {

  private static final Duration TIME_TO_LIVE = Duration.ofSeconds(2);
  private static final String EPOCH = "epoch";

  private final Connections connections;
  private final Use use;
  private final HistoryFile history;
  private final SimpleString token;
  private final String events;

  private ToyLeader(ConnectionSettings settings, Use use, HistoryFile history) {
    this.connections = Connections.to(settings);
    this.use = use;
    this.history = history;
    this.token = SimpleString.of(settings.addresses().orchestratorLeader());
    this.events = settings.addresses().taskEvents();
  }

  /** URL, whether it is fenced, and the file of the history; the password is in the environment. */
  public static void main(String[] args) throws Exception {
    ConnectionSettings settings =
        ConnectionSettings.of(args[0], "orchestrator", System.getenv("LEADER_PASSWORD"));
    try (HistoryFile history =
        HistoryFile.open(Path.of(args[2]), "orchestrator", Clock.systemUTC())) {
      Use use = Boolean.parseBoolean(args[1]) ? Use.FENCED : Use.CONSUME;
      ToyLeader leader =
          new ToyLeader(
              settings.withTimings(settings.timings().withTimeToLive(TIME_TO_LIVE)), use, history);
      while (true) {
        leader.live();
      }
    }
  }

  /** One connection, from candidate to its end. */
  private void live() throws InterruptedException {
    try (BrokerConnection connection = connections.connect(use)) {
      long epoch = takeToken(connection);
      history.reign(Kind.REIGN_BEGUN, epoch);
      reign(connection, epoch);
    } catch (ActiveMQException | QuiverMessagingException ended) {
      Thread.sleep(50);
    }
  }

  private long takeToken(BrokerConnection connection) throws ActiveMQException {
    try (ClientSession genesis = connection.autoCommitSession()) {
      ClientMessage first = tokenOf(genesis, 0);
      first.putStringProperty(Message.HDR_DUPLICATE_DETECTION_ID, SimpleString.of("genesis"));
      genesis.createProducer(token).send(first);
    }
    ClientSession session = connection.transactedSession();
    ClientConsumer consumer = session.createConsumer(token);
    session.start();
    ClientMessage last = consumer.receive();
    last.individualAcknowledge();
    long epoch = last.getLongProperty(EPOCH) + 1;
    session.createProducer(token).send(tokenOf(session, epoch));
    session.commit();
    // Held, unacknowledged, as long as the reign lasts.
    consumer.receive();
    return epoch;
  }

  private static ClientMessage tokenOf(ClientSession session, long epoch) {
    ClientMessage message = session.createMessage(Message.TEXT_TYPE, true);
    message.setRoutingType(RoutingType.ANYCAST);
    message.putLongProperty(EPOCH, epoch);
    return message;
  }

  private void reign(BrokerConnection connection, long epoch)
      throws ActiveMQException, InterruptedException {
    ClientSession session = connection.transactedSession();
    ClientProducer producer = session.createProducer(SimpleString.of(events));
    while (true) {
      try {
        commit(session, producer, epoch);
      } catch (ActiveMQException lost) {
        if (use == Use.FENCED) {
          throw lost;
        }
        // It takes the broker's word that only this transaction is lost, and goes on.
        session.rollback();
      }
      Thread.sleep(20);
    }
  }

  private void commit(ClientSession session, ClientProducer producer, long epoch)
      throws ActiveMQException {
    ClientMessage message = session.createMessage(Message.TEXT_TYPE, true);
    message.setRoutingType(RoutingType.MULTICAST);
    history.reign(Kind.COMMIT_INVOKED, epoch);
    producer.send(message);
    session.commit();
    history.reign(Kind.COMMIT_RETURNED, epoch);
  }
}
