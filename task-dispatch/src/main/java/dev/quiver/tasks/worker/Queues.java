package dev.quiver.tasks.worker;

import dev.quiver.messaging.batch.ExplicitQueues;
import dev.quiver.messaging.connection.BrokerConnection;
import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/** Makes the queues a worker reads from; they stay when it goes. */
final class Queues {

  private Queues() {}

  static void make(BrokerConnection connection, List<String> names) throws ActiveMQException {
    try (ClientSession session = connection.autoCommitSession()) {
      ExplicitQueues queues = new ExplicitQueues(session);
      names.forEach(queues::durable);
    }
  }
}
