package dev.quiver.orchestrator.shell;

import dev.quiver.messaging.Addresses;
import dev.quiver.messaging.codec.JsonCodec;
import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.codec.TextBody;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.ConnectionLostException;
import dev.quiver.messaging.connection.Failures;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the token in the exclusive queue {@code orchestrators.leader}, and holds it: whoever
 * holds it leads. The only commit of its session is the one that replaces the tokens found by one
 * with the next epoch; that one stays unacknowledged, and goes to another candidate the moment this
 * connection ends.
 */
final class TokenKeeper {

  private static final Logger LOG = LoggerFactory.getLogger(TokenKeeper.class);
  private static final SimpleString JMS_TYPE = SimpleString.of("JMSType");
  private static final String GENESIS = "genesis";

  private final ClientSession session;
  private final ClientConsumer consumer;
  private final SimpleString queue;
  private final String id;

  /**
   * That one leads.
   *
   * @param former who led before; empty if nobody ever did
   */
  record Crown(long epoch, String former) {}

  private record Token(long epoch, String holder) {}

  /** Sees to it that there is a token, and queues up for it. */
  TokenKeeper(BrokerConnection connection, String id) throws ActiveMQException {
    Addresses addresses = connection.settings().addresses();
    this.id = id;
    this.queue = SimpleString.of(addresses.orchestratorLeader());
    try (ClientSession genesis = connection.autoCommitSession();
        var producer = genesis.createProducer(queue)) {
      ClientMessage first = token(genesis, new Token(0, ""));
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
        throw new ConnectionLostException("closed while it waited for the token", null);
      }
      Token last = new Token(0, "");
      for (ClientMessage each = first; each != null; each = consumer.receiveImmediate()) {
        Token token = read(each);
        last = token.epoch() >= last.epoch() ? token : last;
        each.individualAcknowledge();
      }
      Token mine = new Token(last.epoch() + 1, id);
      try (var producer = session.createProducer(queue)) {
        producer.send(token(session, mine));
      }
      session.commit();
      ClientMessage held = consumer.receive();
      if (held == null || read(held).epoch() != mine.epoch()) {
        throw new ConnectionLostException("another token came instead of the own one", null);
      }
      return new Crown(mine.epoch(), last.holder());
    } catch (ActiveMQException e) {
      throw Failures.translate(e);
    }
  }

  private static ClientMessage token(ClientSession session, Token token) {
    ClientMessage message = session.createMessage(Message.TEXT_TYPE, true);
    message.setRoutingType(RoutingType.ANYCAST);
    message.putStringProperty(JMS_TYPE, SimpleString.of("token"));
    TextBody.write(
        message,
        JsonCodec.standard()
            .write(
                json ->
                    json.field("epoch", token.epoch())
                        .field("holder", token.holder())
                        .field("pid", ProcessHandle.current().pid())));
    return message;
  }

  /** Only orchestrators and admins may send tokens; one that cannot be read still is one. */
  private static Token read(ClientMessage message) {
    try {
      return TextBody.read(
          message,
          JsonCodec.standard(),
          in -> {
            long epoch = 0;
            String holder = "";
            while (in.next()) {
              switch (in.name()) {
                case "epoch" -> epoch = in.longInteger();
                case "holder" -> holder = in.string();
                default -> in.skip();
              }
            }
            return new Token(epoch, holder);
          });
    } catch (RejectedMessageException e) {
      LOG.warn("a token cannot be read and counts as epoch 0: {}", e.getMessage());
      return new Token(0, "");
    }
  }
}
