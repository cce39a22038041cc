package dev.quiver.messaging.batch;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/**
 * Knows which queues exist. A message to an address without a queue is lost in silence, and one to
 * an address that is gone undoes its whole transaction; so it is looked before, now and then.
 * Belongs to the session's thread.
 */
public final class KnownQueues {

  private static final long FRESH_NANOS = 5_000_000_000L;

  private record Seen(SimpleString address, boolean exists, long at) {}

  private final ExplicitQueues queues;
  private final Map<String, Seen> known;

  /**
   * Knows none yet.
   *
   * @param most so many are remembered, those asked for last
   */
  public KnownQueues(ClientSession session, int most) {
    this.queues = new ExplicitQueues(session);
    this.known =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
            return size() > most;
          }
        };
  }

  /** Whether there is a queue of that name, as far as was seen in the last five seconds. */
  public boolean exists(String name) {
    return seen(name).exists();
  }

  /** The name as the client library wants it, made once. */
  public SimpleString address(String name) {
    return seen(name).address();
  }

  /** Makes a durable one if there is none of that name. */
  public void require(String name) {
    Seen seen = seen(name);
    if (!seen.exists()) {
      queues.durable(name);
      known.put(name, new Seen(seen.address(), true, System.nanoTime()));
    }
  }

  /** Something was wrong: look anew. */
  public void forget() {
    known.clear();
  }

  private Seen seen(String name) {
    Seen seen = known.get(name);
    long now = System.nanoTime();
    if (seen == null || now - seen.at() > FRESH_NANOS) {
      seen = new Seen(SimpleString.of(name), queues.exists(name), now);
      known.put(name, seen);
    }
    return seen;
  }
}
