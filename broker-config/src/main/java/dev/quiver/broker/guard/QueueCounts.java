package dev.quiver.broker.guard;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.postoffice.Binding;
import org.apache.activemq.artemis.core.server.Queue;
import org.jspecify.annotations.Nullable;

/**
 * How many queues that are there each user has made, those from before the broker's start too, so
 * that a program of one user that makes them without end does not take the memory of all. Those of
 * the broker itself have no user. Artemis' own limit of the kind goes through all queues at each
 * new one.
 */
final class QueueCounts {

  private final Refusals refusals;
  private final Map<Long, SimpleString> makers = new ConcurrentHashMap<>();
  private final Map<SimpleString, Integer> counts = new ConcurrentHashMap<>();

  QueueCounts(Refusals refusals) {
    this.refusals = refusals;
  }

  /** Refuses one more queue of a user who has that many. */
  void requireRoom(@Nullable SimpleString user, int most) throws ActiveMQException {
    if (user != null && counts.getOrDefault(user, 0) >= most) {
      throw refusals.refuse(Refusal.TOO_MANY_QUEUES, user.toString(), "queues", user, most);
    }
  }

  void made(Binding binding) {
    if (binding.getBindable() instanceof Queue queue
        && queue.getUser() != null
        && makers.put(binding.getID(), queue.getUser()) == null) {
      counts.merge(queue.getUser(), 1, Integer::sum);
    }
  }

  void removed(Binding binding) {
    SimpleString user = makers.remove(binding.getID());
    if (user != null) {
      counts.computeIfPresent(user, (name, count) -> count > 1 ? count - 1 : null);
    }
  }

  void clear() {
    makers.clear();
    counts.clear();
  }
}
