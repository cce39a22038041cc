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
  private final Map<Long, String> makers = new ConcurrentHashMap<>();
  private final UserCounts counts = new UserCounts();

  QueueCounts(Refusals refusals) {
    this.refusals = refusals;
  }

  /** Refuses one more queue of a user who has that many. */
  void requireRoom(@Nullable SimpleString user, int most) throws ActiveMQException {
    String name = String.valueOf(user);
    if (user != null && counts.reaches(name, most)) {
      throw refusals.refuse(Refusal.TOO_MANY_QUEUES, name, "queues", name, most);
    }
  }

  void made(Binding binding) {
    if (binding.getBindable() instanceof Queue queue
        && queue.getUser() != null
        && makers.put(binding.getID(), queue.getUser().toString()) == null) {
      counts.oneMore(queue.getUser().toString());
    }
  }

  void removed(Binding binding) {
    counts.oneLess(makers.remove(binding.getID()));
  }

  void clear() {
    makers.clear();
    counts.clear();
  }
}
