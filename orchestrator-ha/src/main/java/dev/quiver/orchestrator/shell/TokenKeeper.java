package dev.quiver.orchestrator.shell;

import dev.quiver.messaging.Addresses;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.ConnectionLostException;
import dev.quiver.messaging.connection.Failures;
import dev.quiver.orchestrator.OrchestratorReasons;
import java.time.InstantSource;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/**
 * Waits for the token in the exclusive queue {@code orchestrators.leader}, and holds it: whoever
 * holds it leads. The only commit of its session is the one that replaces the tokens found by one
 * with the next epoch; that one stays unacknowledged, and goes to another candidate the moment this
 * connection ends.
 */
final class TokenKeeper {

  private static final String GENESIS = "genesis";

  private final ClientSession session;
  private final ClientConsumer consumer;
  private final SimpleString queue;
  private final String id;
  private final InstantSource clock;

  /**
   * That one leads.
   *
   * @param former who led before; empty if nobody ever did
   */
  record Crown(long epoch, String former) {}

  /** Sees to it that there is a token, and queues up for it. */
  TokenKeeper(BrokerConnection connection, String id, InstantSource clock)
      throws ActiveMQException {
    Addresses addresses = connection.settings().addresses();
    this.id = id;
    this.clock = clock;
    this.queue = SimpleString.of(addresses.orchestratorLeader());
    try (ClientSession genesis = connection.autoCommitSession();
        var producer = genesis.createProducer(queue)) {
      ClientMessage first = new Token(0, "").write(genesis);
      // Every start sends it: the broker drops all but the first.
      first.putStringProperty(Message.HDR_DUPLICATE_DETECTION_ID, SimpleString.of(GENESIS));
      producer.send(first);
    }
    this.session = connection.transactedSession();
    this.consumer = session.createConsumer(queue);
    session.start();
  }

  /**
   * Waits for the token, without limit, and takes it.
   *
   * @throws ConnectionLostException if the connection ends meanwhile
   */
  Crown await() {
    try {
      ClientMessage first = consumer.receive();
      if (first == null) {
        throw new ConnectionLostException(OrchestratorReasons.say("lost.tokenWait"), null);
      }
      Token last = new Token(0, "");
      for (ClientMessage each = first; each != null; each = consumer.receiveImmediate()) {
        Token token = Token.read(each, clock.instant());
        last = token.epoch() >= last.epoch() ? token : last;
        each.individualAcknowledge();
      }
      Token mine = new Token(last.epoch() + 1, id);
      try (var producer = session.createProducer(queue)) {
        producer.send(mine.write(session));
      }
      session.commit();
      ClientMessage held = consumer.receive();
      if (held == null || Token.read(held, clock.instant()).epoch() != mine.epoch()) {
        throw new ConnectionLostException(OrchestratorReasons.say("lost.token"), null);
      }
      return new Crown(mine.epoch(), last.holder());
    } catch (ActiveMQException e) {
      throw Failures.translate(e);
    }
  }
}
