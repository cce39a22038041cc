package dev.quiver.tasks.worker;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/**
 * Knows which inboxes exist. A message to an address without a queue is lost in silence, and one to
 * an address that is gone undoes its whole transaction, so it is looked before, now and then.
 */
final class Inboxes {

  private static final long FRESH_NANOS = 5_000_000_000L;
  private static final int KEPT = 500;

  private record Seen(SimpleString address, boolean exists, long at) {}

  private final ClientSession session;
  private final Map<String, Seen> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
          return size() > KEPT;
        }
      };

  Inboxes(ClientSession session) {
    this.session = session;
  }

  /** Whether there is a queue of that name. */
  boolean exists(String name) throws ActiveMQException {
    return seen(name).exists();
  }

  /** The name as the client library wants it, made once. */
  SimpleString address(String name) throws ActiveMQException {
    return seen(name).address();
  }

  private Seen seen(String name) throws ActiveMQException {
    Seen seen = known.get(name);
    long now = System.nanoTime();
    if (seen == null || now - seen.at() > FRESH_NANOS) {
      SimpleString address = SimpleString.of(name);
      seen = new Seen(address, session.queueQuery(address).isExists(), now);
      known.put(name, seen);
    }
    return seen;
  }

  /** Something was wrong: look anew. */
  void forget() {
    known.clear();
  }
}
