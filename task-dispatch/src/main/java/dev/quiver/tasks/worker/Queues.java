package dev.quiver.tasks.worker;

import dev.quiver.messaging.connection.BrokerConnection;
import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQAddressExistsException;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQQueueExistsException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/** Makes the queues a worker reads from, address first; they stay when it goes. */
final class Queues {

  private Queues() {}

  static void make(BrokerConnection connection, List<String> names) throws ActiveMQException {
    try (ClientSession session = connection.autoCommitSession()) {
      for (String each : names) {
        make(session, SimpleString.of(each));
      }
    }
  }

  private static void make(ClientSession session, SimpleString name) throws ActiveMQException {
    if (session.queueQuery(name).isExists()) {
      return;
    }
    // Another worker may be making it at the same time.
    try {
      session.createAddress(name, RoutingType.ANYCAST, false);
    } catch (ActiveMQAddressExistsException e) {
      Slot.LOG.debug("the address {} is there already", name);
    }
    try {
      session.createQueue(
          QueueConfiguration.of(name)
              .setRoutingType(RoutingType.ANYCAST)
              .setDurable(true)
              .setAutoCreateAddress(false)
              .setAutoDelete(false));
    } catch (ActiveMQQueueExistsException e) {
      Slot.LOG.debug("the queue {} is there already", name);
    }
  }
}
