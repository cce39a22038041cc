package dev.quiver.dht.core;

import dev.quiver.dht.Item;
import dev.quiver.dht.Operation;
import dev.quiver.dht.Outcome;
import dev.quiver.dht.Outcome.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What each key may have, by what was acknowledged, one operation after the other. A write that got
 * no answer may have been done, or be done within a moment; what was acknowledged is there until
 * another write is.
 */
final class KeysChecker {

  /** So long after its asker got no answer a write may still be made. */
  private static final Duration LATE = Duration.ofSeconds(2);

  private static final String NOTHING = "(nothing)";

  /** What is known of a key. */
  private static final class Known {
    String sure = NOTHING;
    long version;
    final Map<String, Instant> maybe = new HashMap<>();
  }

  private final Ringlet ring;
  private final long seed;
  private final Map<String, Known> keys = new HashMap<>();

  KeysChecker(Ringlet ring, long seed) {
    this.ring = ring;
    this.seed = seed;
  }

  /** A read was answered. */
  Outcome got(String key, Outcome outcome) {
    Known known = known(key);
    Item item = outcome.item();
    if (outcome.status() == Status.DONE && item != null) {
      require(known, key, String.valueOf(item.value()), outcome);
    } else if (outcome.status() == Status.NOT_FOUND) {
      require(known, key, NOTHING, outcome);
    }
    return outcome;
  }

  /** A write was answered. */
  void wrote(Operation operation, Outcome outcome) {
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
        known.maybe.values().removeIf(at -> at.plus(LATE).isBefore(ring.simulator.now()));
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
      default -> known.maybe.put(now, ring.simulator.now());
    }
  }

  private void require(Known known, String key, String value, Outcome outcome) {
    if (!known.sure.equals(value) && !known.maybe.containsKey(value)) {
      throw failure(key, "has " + value, known, outcome);
    }
  }

  private AssertionError failure(String key, String what, Known known, Outcome outcome) {
    return new AssertionError(
        "seed "
            + seed
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
  boolean isWhole() {
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
