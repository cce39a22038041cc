package dev.quiver.messaging.connection;

import java.util.Objects;
import java.util.UUID;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;

/**
 * Makes sure that the broker stamps messages with the user who sent them, by sending one to itself
 * through a reply queue of its own. Roles call it when they start, once.
 */
public final class UserStamps {

  private static final long PATIENCE_MS = 5_000;

  /** What a broker says that does not stamp users, and takes nothing without a stamp. */
  private static final String NOT_STAMPED = "AMQ229225";

  private UserStamps() {}

  /**
   * Returns if the broker stamps users. For users who may send replies: all roles but {@code
   * client} and {@code viewer}, who believe nobody.
   *
   * @throws UsersNotStampedException if it does not
   * @throws NotAuthorisedException if the user may not send replies
   */
  public static void require(BrokerConnection connection) {
    ConnectionSettings settings = connection.settings();
    String user = settings.requiredUser();
    SimpleString queue =
        SimpleString.of(settings.addresses().replies(user, "stamp-" + UUID.randomUUID()));
    try (ClientSession session = connection.autoCommitSession()) {
      session.createAddress(queue, RoutingType.ANYCAST, false);
      session.createQueue(
          QueueConfiguration.of(queue)
              .setRoutingType(RoutingType.ANYCAST)
              .setDurable(false)
              .setAutoCreated(false)
              .setAutoDelete(false));
      try {
        if (!Objects.equals(user, stampOnOwnMessage(session, queue))) {
          throw notStamped(settings);
        }
      } finally {
        session.deleteQueue(queue);
      }
    } catch (Exception e) {
      throw String.valueOf(e.getMessage()).contains(NOT_STAMPED)
          ? notStamped(settings)
          : Failures.translate(e);
    }
  }

  private static UsersNotStampedException notStamped(ConnectionSettings settings) {
    return new UsersNotStampedException(
        String.join(", ", BrokerUrl.parse(settings.url()).hostsAndPorts()));
  }

  private static @Nullable String stampOnOwnMessage(ClientSession session, SimpleString queue)
      throws ActiveMQException {
    // Durable, although the queue is not: the client waits for such a send, and so learns of a
    // refusal.
    ClientMessage message = session.createMessage(true);
    message.setRoutingType(RoutingType.ANYCAST);
    try (ClientConsumer consumer = session.createConsumer(queue)) {
      session.start();
      session.createProducer(queue).send(message);
      ClientMessage received = consumer.receive(PATIENCE_MS);
      if (received == null) {
        throw new UnknownOutcomeException(
            "the broker took a message for " + queue + " and did not deliver it", null);
      }
      received.acknowledge();
      return received.getValidatedUserID();
    }
  }
}
