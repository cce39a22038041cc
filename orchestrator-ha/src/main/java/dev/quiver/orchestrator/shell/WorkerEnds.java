package dev.quiver.orchestrator.shell;

import dev.quiver.messaging.batch.ExplicitQueues;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.orchestrator.Event;
import dev.quiver.tasks.WorkerId;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/**
 * Hears from the broker that a worker's liveness consumer is gone: at once when the worker ended or
 * its connection did, after its time-to-live when it froze. The name of the consumer's session is
 * the worker's incarnation.
 */
final class WorkerEnds {

  /** Artemis' own address, the same in every namespace. */
  private static final String NOTIFICATIONS = "activemq.notifications";

  /** Clients cannot subscribe to that address, as they can to others under such a name. */
  private static final String FILTER =
      "_AMQ_NotifType = 'CONSUMER_CLOSED' AND _AMQ_RoutingName LIKE '%%.liveness.%%'"
          + " AND _AMQ_Address = '%s'";

  private final Consumer<Event> learned;

  private WorkerEnds(Consumer<Event> learned) {
    this.learned = learned;
  }

  /** Begins to listen. {@code name} names the subscription; it begins with the user. */
  static void listen(BrokerConnection connection, String name, Consumer<Event> learned)
      throws ActiveMQException {
    WorkerEnds ends = new WorkerEnds(learned);
    ClientSession session = connection.preAcknowledgedSession();
    new ExplicitQueues(session).temporarySubscription(NOTIFICATIONS, name);
    String filter = FILTER.formatted(connection.settings().addresses().taskCancel());
    session
        .createConsumer(SimpleString.of(name), SimpleString.of(filter))
        .setMessageHandler(ends::onMessage);
    session.start();
  }

  private void onMessage(ClientMessage message) {
    String queue = String.valueOf(message.getObjectProperty("_AMQ_RoutingName"));
    String session = String.valueOf(message.getObjectProperty("_AMQ_SessionName"));
    String worker = queue.substring(queue.indexOf(".liveness.") + ".liveness.".length());
    try {
      learned.accept(new Event.WorkerGone(new WorkerId(worker), session));
    } catch (IllegalArgumentException e) {
      // Somebody's subscription that is named like one of ours, and is none.
      return;
    }
  }
}
