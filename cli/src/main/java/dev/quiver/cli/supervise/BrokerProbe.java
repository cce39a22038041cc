package dev.quiver.cli.supervise;

import dev.quiver.broker.BrokerConfig;
import dev.quiver.broker.HostPort;
import dev.quiver.broker.Role;
import dev.quiver.broker.TlsConfig;
import dev.quiver.messaging.batch.ExplicitQueues;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.BrokerUnreachableException;
import dev.quiver.messaging.connection.ConnectionLostException;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Failures;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.TlsFolder;
import dev.quiver.messaging.connection.UnknownOutcomeException;
import dev.quiver.messaging.connection.Use;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/**
 * Asks a broker what its clients ask: a new connection, a login, a durable message that goes to its
 * disk, and the same message back. So nothing that clients need can hang unnoticed.
 */
public final class BrokerProbe {

  /** What became of it. */
  enum Answer {
    /** It answered, be it with a refusal. */
    ANSWERED,
    /** Nobody listens: a broker that waits for the other one of its pair, or none. */
    CLOSED,
    /** Somebody listens, and did not answer in time. */
    SILENT
  }

  /** Belongs to no worker: ids of workers that people choose have no such beginning. */
  private static final String NAME = "quiver-watchdog";

  private static final int CONNECT_MS = 1_000;
  private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "[::]");

  private final String host;
  private final int port;
  private final ConnectionSettings settings;
  private final Duration patience;

  /**
   * Of the broker that listens there.
   *
   * @param settings how to connect to it, as an admin
   * @param patience how long each step may take
   */
  public BrokerProbe(String host, int port, ConnectionSettings settings, Duration patience) {
    this.host = host;
    this.port = port;
    this.settings =
        settings
            .withClientName("quiver watchdog")
            .withTimings(settings.timings().withCall(patience).withProbe(patience));
    this.patience = patience;
  }

  /**
   * Of a broker of this machine.
   *
   * @param port where it listens
   * @param password its admin's
   * @param patience how long each step may take
   */
  public static BrokerProbe of(BrokerConfig config, int port, String password, Duration patience) {
    String host = config.host();
    HostPort at = new HostPort(EVERYWHERE.contains(host) ? "localhost" : host, port);
    TlsConfig tls = config.tls();
    String url = tls == null ? at.url() : new TlsFolder(tls.folder()).onto(at.url());
    ConnectionSettings settings =
        ConnectionSettings.of(url, Role.ADMIN.label(), password).withNamespace(config.namespace());
    return new BrokerProbe(at.host(), port, settings, patience);
  }

  Answer ask() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), CONNECT_MS);
    } catch (ConnectException refused) {
      return Answer.CLOSED;
    } catch (IOException silent) {
      return Answer.SILENT;
    }
    try (Connections connections = Connections.to(settings)) {
      return thereAndBack(connections.connect(Use.FENCED)) ? Answer.ANSWERED : Answer.SILENT;
    } catch (BrokerUnreachableException | UnknownOutcomeException | ConnectionLostException none) {
      return Answer.SILENT;
    } catch (QuiverMessagingException refused) {
      // A wrong password or a full disk is for people to mend; killing it would mend nothing.
      return Answer.ANSWERED;
    }
  }

  private boolean thereAndBack(BrokerConnection connection) {
    String mark = UUID.randomUUID().toString();
    String queue = settings.addresses().taskWorker(NAME);
    try (ClientSession session = connection.autoCommitSession()) {
      ExplicitQueues queues = new ExplicitQueues(session);
      if (!queues.exists(queue)) {
        queues.durable(queue);
      }
      ClientMessage message = session.createMessage(Message.TEXT_TYPE, true);
      message.setRoutingType(RoutingType.ANYCAST);
      message.getBodyBuffer().writeNullableSimpleString(SimpleString.of(mark));
      session.createProducer(SimpleString.of(queue)).send(message);
      session.start();
      try (ClientConsumer consumer = session.createConsumer(SimpleString.of(queue))) {
        return comesBack(consumer, mark);
      }
    } catch (ActiveMQException e) {
      throw Failures.translate(e);
    }
  }

  /** What an earlier one left, whose broker was killed in the middle, goes on the way. */
  private boolean comesBack(ClientConsumer consumer, String mark) throws ActiveMQException {
    while (true) {
      ClientMessage message = consumer.receive(patience.toMillis());
      if (message == null) {
        return false;
      }
      message.individualAcknowledge();
      SimpleString text = message.getBodyBuffer().readNullableSimpleString();
      if (text != null && text.toString().equals(mark)) {
        return true;
      }
    }
  }
}
