package dev.quiver.orchestrator.shell;

import dev.quiver.messaging.Addresses;
import dev.quiver.messaging.batch.KnownQueues;
import dev.quiver.orchestrator.Effect;
import dev.quiver.orchestrator.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.activemq.artemis.api.core.Message;

/**
 * Looks for what is cancelled or overdue in queues that nobody reads, with a selector. Belongs to
 * the role's thread.
 *
 * <p>The broker applies a selector to what it has in memory; what is paged out is found when it
 * comes up.
 */
final class Sweeps {

  /** So many ids a look; if there are more they take turns. */
  private static final int MOST_IDS = 100;

  private static final long LARGE = 10_000;
  private static final long LARGE_PAUSE_NANOS = 10_000_000_000L;

  private final Sources sources;
  private final Addresses addresses;
  private final KnownQueues queues;
  private final CountDesk counts;
  private final Map<Place, Long> largeLookedAt = new HashMap<>();
  private int turn;

  Sweeps(Sources sources, Addresses addresses, KnownQueues queues, CountDesk counts) {
    this.sources = sources;
    this.addresses = addresses;
    this.queues = queues;
    this.counts = counts;
  }

  void sweep(Effect.Sweep wanted) {
    sources.stopSweeping();
    String filter = filter(wanted);
    turn++;
    long now = System.nanoTime();
    for (Place place : wanted.places()) {
      String queue = queue(place);
      long count = counts.latest(queue);
      Long looked = largeLookedAt.get(place);
      boolean soon = looked != null && now - looked < LARGE_PAUSE_NANOS;
      if (count == 0 || (count > LARGE && soon) || !queues.exists(queue)) {
        continue;
      }
      if (count > LARGE) {
        largeLookedAt.put(place, now);
      }
      sources.openSweep(place, queue, filter);
    }
  }

  private String filter(Effect.Sweep wanted) {
    List<String> parts = new ArrayList<>();
    parts.add("taskDeadline <= " + wanted.overdue().toEpochMilli());
    addIds(parts, "taskId", wanted.tasks());
    addIds(parts, "taskBatch", wanted.batches());
    return String.join(" OR ", parts);
  }

  /**
   * A cancel is looked for with whose task it has to be: what matches and does not count would be
   * found first again and again, and hide what lies behind it.
   */
  private <K> void addIds(
      List<String> parts, String property, List<Effect.Cancelled<K>> cancelled) {
    if (cancelled.isEmpty()) {
      return;
    }
    int rounds = (cancelled.size() + MOST_IDS - 1) / MOST_IDS;
    int from = turn % rounds * MOST_IDS;
    SortedMap<String, List<String>> byUser = new TreeMap<>();
    for (Effect.Cancelled<K> each :
        cancelled.subList(from, Math.min(cancelled.size(), from + MOST_IDS))) {
      String by = each.by();
      byUser
          .computeIfAbsent(by == null ? "" : by, user -> new ArrayList<>())
          .add(quoted(each.id()));
    }
    byUser.forEach(
        (user, ids) -> {
          String those = property + " IN (" + String.join(",", ids) + ")";
          parts.add(user.isEmpty() ? those : "(" + those + " AND " + submittedBy(user) + ")");
        });
  }

  /** A message that came from a client does not name its submitter: the broker has stamped it. */
  private static String submittedBy(String user) {
    String name = quoted(user);
    return "(taskSubmitter = "
        + name
        + " OR (taskSubmitter IS NULL AND "
        + Message.HDR_VALIDATED_USER
        + " = "
        + name
        + "))";
  }

  private static String quoted(Object text) {
    return "'" + text.toString().replace("'", "''") + "'";
  }

  private String queue(Place place) {
    if (place instanceof Place.Submit submit) {
      return addresses.taskSubmit(submit.type().name(), submit.taskClass().label());
    } else if (place instanceof Place.Assigned assigned) {
      return addresses.taskAssigned(assigned.worker().value());
    } else if (place instanceof Place.Held held) {
      return addresses.taskHeld(held.type().name());
    } else if (place instanceof Place.Named named) {
      return addresses.taskWorker(named.worker().value());
    }
    return addresses.taskExpired();
  }
}
