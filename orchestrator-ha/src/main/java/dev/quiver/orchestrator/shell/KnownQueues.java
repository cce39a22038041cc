package dev.quiver.orchestrator.shell;

import dev.quiver.messaging.batch.ExplicitQueues;
import dev.quiver.messaging.connection.BrokerConnection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/**
 * Which queues exist. A message to an address without a queue is lost in silence, and one to an
 * address that is gone undoes its whole transaction; so it is looked before, now and then. Belongs
 * to one thread.
 */
final class KnownQueues {

  private static final long FRESH_NANOS = 5_000_000_000L;
  private static final int KEPT = 2000;

  private record Seen(boolean exists, long at) {}

  private final ExplicitQueues queues;
  private final Map<String, Seen> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
          return size() > KEPT;
        }
      };

  KnownQueues(BrokerConnection connection) {
    ClientSession session = connection.autoCommitSession();
    this.queues = new ExplicitQueues(session);
  }

  boolean exists(String queue) {
    Seen seen = known.get(queue);
    long now = System.nanoTime();
    if (seen == null || now - seen.at() > FRESH_NANOS) {
      seen = new Seen(queues.exists(queue), now);
      known.put(queue, seen);
    }
    return seen.exists();
  }

  /** Makes it if it does not exist. */
  void require(String queue) {
    if (!exists(queue)) {
      queues.durable(queue);
      known.put(queue, new Seen(true, System.nanoTime()));
    }
  }

  /** Something was wrong: look anew. */
  void forget() {
    known.clear();
  }
}
