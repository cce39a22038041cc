package dev.quiver.tasks.worker;

import dev.quiver.messaging.Addresses;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.tasks.wire.EventsCodec;
import dev.quiver.tasks.wire.TaskEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/**
 * Tells the designated broker what became of tasks on a broker of a cluster, where no orchestrator
 * listens. It does so after their transaction has been committed, so what a worker has not told
 * when it is killed is missing in the ledgers; these are for people, and no task hangs on them.
 */
final class EventRelay {

  /** Each may be of a hundred tasks; whoever cannot keep up with that loses some. */
  private static final int MOST_WAITING = 1_000;

  private static final int MOST_AT_ONCE = 50;
  private static final long CLOSING_MILLIS = 2_000;

  private final BlockingQueue<TaskEvents> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final ClientSession session;
  private final ClientProducer producer;
  private final EventsCodec codec = new EventsCodec();
  private final Thread thread;
  private volatile boolean closing;

  private EventRelay(WorkerConfig config, Addresses addresses, BrokerConnection connection)
      throws ActiveMQException {
    this.session = connection.transactedSession();
    this.producer = session.createProducer(SimpleString.of(addresses.taskEvents()));
    this.thread = new Thread(this::work, config.id() + "-events");
    thread.setDaemon(true);
  }

  /** Begins to tell, over the connection to the designated broker. */
  static EventRelay start(Worker worker, BrokerConnection connection) throws ActiveMQException {
    EventRelay relay = new EventRelay(worker.config(), worker.addresses(), connection);
    relay.thread.start();
    return relay;
  }

  /** What was committed; waits for nothing. */
  void tell(TaskEvents events) {
    if (!waiting.offer(events)) {
      Slot.LOG.debug("{}: orchestrators will not hear of {}", thread.getName(), events);
    }
  }

  private void work() {
    List<TaskEvents> some = new ArrayList<>();
    try {
      while (true) {
        TaskEvents first = waiting.poll(closing ? 0 : 100, TimeUnit.MILLISECONDS);
        if (first != null) {
          some.add(first);
          waiting.drainTo(some, MOST_AT_ONCE);
          send(some);
          some.clear();
        } else if (closing) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ActiveMQException e) {
      // The worker makes a new connection, and with it a new one of these.
      Slot.LOG.debug("{}: tells no more: {}", thread.getName(), e.getMessage());
    }
  }

  private void send(List<TaskEvents> some) throws ActiveMQException {
    for (TaskEvents each : some) {
      ClientMessage message = codec.write(session::createMessage, each);
      message.setRoutingType(RoutingType.MULTICAST);
      producer.send(message);
    }
    session.commit();
  }

  /** Tells the rest, if that does not take long. */
  void close() {
    closing = true;
    try {
      thread.join(CLOSING_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
