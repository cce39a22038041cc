package dev.quiver.dht.jms;

import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Failures;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.connection.WaitListener;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.activemq.artemis.api.core.ActiveMQAddressExistsException;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQQueueExistsException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;

/**
 * The right to create a ring. One process at a time has it, from before it looks whether there is
 * such a ring until others see the one that it has created: or two that begin together would make
 * two rings of one name, which never meet.
 */
public final class Founding implements AutoCloseable {

  private static final long LOOK_MS = 50;

  private final String ring;
  private final BrokerConnection connection;

  private Founding(String ring, BrokerConnection connection) {
    this.ring = ring;
    this.connection = connection;
  }

  /**
   * Waits for the broker, and until nobody else has the right.
   *
   * @param ended looked at while somebody else has it: whether nobody wants it any more
   * @return null if it ended so
   */
  public static @Nullable Founding of(
      Connections connections, String ring, WaitListener waiting, BooleanSupplier ended)
      throws InterruptedException {
    BrokerConnection connection = connections.await(Use.CONSUME, waiting);
    boolean got = false;
    try {
      String name = connections.settings().addresses().dhtFounding(ring);
      got = take(connection, name);
      while (!got && !ended.getAsBoolean()) {
        Thread.sleep(LOOK_MS);
        got = take(connection, name);
      }
      return got ? new Founding(ring, connection) : null;
    } finally {
      if (!got) {
        connection.close();
      }
    }
  }

  /** The queue goes with its session, and that with its connection, however its process ends. */
  private static boolean take(BrokerConnection connection, String name) {
    try {
      ClientSession session = connection.autoCommitSession();
      try {
        address(session, name);
        session.createQueue(
            QueueConfiguration.of(name)
                .setAddress(SimpleString.of(name))
                .setRoutingType(RoutingType.ANYCAST)
                .setDurable(false)
                .setTemporary(true));
        return true;
      } catch (ActiveMQQueueExistsException e) {
        session.close();
        return false;
      }
    } catch (ActiveMQException e) {
      throw Failures.translate(e);
    }
  }

  private static void address(ClientSession session, String name) throws ActiveMQException {
    try {
      session.createAddress(SimpleString.of(name), RoutingType.ANYCAST, false);
    } catch (ActiveMQAddressExistsException e) {
      // Of an earlier ring.
    }
  }

  /** Who is in the ring now. */
  public List<RingMember> members() {
    return new RingDirectory(connection).nodesOf(ring);
  }

  /** Gives the right back. */
  @Override
  public void close() {
    connection.close();
  }
}
