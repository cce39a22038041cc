package dev.quiver.dht.core;

import dev.quiver.dht.Item;
import dev.quiver.dht.Operation;
import dev.quiver.dht.Outcome;
import dev.quiver.dht.Outcome.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What each key may have, by what was acknowledged, one operation after the other. A write that got
 * no answer may have been done, or be done within a moment; what was acknowledged is there until
 * another write is.
 */
public final class KeysChecker {

  private static final String NOTHING = "(nothing)";

  /** What is known of a key. */
  private static final class Known {
    String sure = NOTHING;
    long version;
    final Map<String, Instant> maybe = new HashMap<>();
  }

  private final String course;
  private final InstantSource clock;
  private final Duration late;
  private final Map<String, Known> keys = new HashMap<>();

  /**
   * Of which nothing is known yet.
   *
   * @param course names it in what fails
   * @param late so long after its asker got no answer a write may still be made
   */
  public KeysChecker(String course, InstantSource clock, Duration late) {
    this.course = course;
    this.clock = clock;
    this.late = late;
  }

  /** A read was answered. */
  public Outcome got(String key, Outcome outcome) {
    Known known = known(key);
    Item item = outcome.item();
    if (outcome.status() == Status.DONE && item != null) {
      require(known, key, String.valueOf(item.value()), outcome);
    } else if (outcome.status() == Status.NOT_FOUND) {
      require(known, key, NOTHING, outcome);
    }
    return outcome;
  }

  /**
   * Two conditional writes on the same version, made at a time, were answered: one of them at the
   * most was done, and the other was told so.
   */
  void raced(List<Operation> operations, List<Outcome> outcomes) {
    String key = operations.get(0).key();
    if (outcomes.stream().allMatch(each -> each.status() == Status.DONE)) {
      throw failure(key, "was written twice on one version", known(key), outcomes.get(1));
    }
    // What was done came first; of what got no answer nobody knows; then the others.
    Set<Status> done = EnumSet.of(Status.DONE);
    Set<Status> refused = EnumSet.of(Status.NOT_FOUND, Status.CONFLICT);
    Set<Status> unanswered = EnumSet.allOf(Status.class);
    unanswered.removeAll(done);
    unanswered.removeAll(refused);
    List<Set<Status>> order = List.of(done, unanswered, refused);
    for (Set<Status> now : order) {
      for (int i = 0; i < 2; i++) {
        if (now.contains(outcomes.get(i).status())) {
          wrote(operations.get(i), outcomes.get(i));
        }
      }
    }
  }

  /** A write was answered. */
  public void wrote(Operation operation, Outcome outcome) {
    Known known = known(operation.key());
    String value = operation.value();
    String now = value == null ? NOTHING : value;
    Item item = outcome.item();
    switch (outcome.status()) {
      case DONE -> {
        Long expected = operation.ifVersion();
        if (expected != null && known.maybe.isEmpty() && expected != known.version) {
          throw failure(operation.key(), "was written on version " + expected, known, outcome);
        }
        known.maybe.values().removeIf(at -> at.plus(late).isBefore(clock.instant()));
        known.sure = now;
        known.version = value == null || item == null ? 0 : item.version();
      }
      case NOT_FOUND -> require(known, operation.key(), NOTHING, outcome);
      case CONFLICT -> {
        if (operation.ifVersion() != null
            && known.maybe.isEmpty()
            && operation.ifVersion() == known.version) {
          throw failure(operation.key(), "is said to be in conflict", known, outcome);
        }
      }
      default -> known.maybe.put(now, clock.instant());
    }
  }

  private void require(Known known, String key, String value, Outcome outcome) {
    if (!known.sure.equals(value) && !known.maybe.containsKey(value)) {
      throw failure(key, "has " + value, known, outcome);
    }
  }

  private AssertionError failure(String key, String what, Known known, Outcome outcome) {
    return new AssertionError(
        course
            + ": "
            + key
            + " "
            + what
            + ", and should have "
            + known.sure
            + " or one of "
            + known.maybe.keySet()
            + ": "
            + outcome);
  }

  /** Whether every value that must be there has as many copies as it should. */
  boolean isWhole(Ringlet ring) {
    Set<ChordNode> members = new HashSet<>(ring.staying());
    members.removeIf(each -> !each.isMember());
    int copies = Math.min(ring.config.replicas(), members.size());
    for (Map.Entry<String, Known> each : keys.entrySet()) {
      Known known = each.getValue();
      long there = members.stream().filter(node -> has(node, each.getKey(), known)).count();
      if (!known.sure.equals(NOTHING) && known.maybe.isEmpty() && there < copies) {
        return false;
      }
    }
    return true;
  }

  private static boolean has(ChordNode node, String key, Known known) {
    Item item = null;
    for (Item each : node.items()) {
      item = each.key().equals(key) ? each : item;
    }
    return known.sure.equals(value(item));
  }

  private static @Nullable String value(@Nullable Item item) {
    return item == null ? null : item.value();
  }

  private Known known(String key) {
    return keys.computeIfAbsent(key, unused -> new Known());
  }
}
