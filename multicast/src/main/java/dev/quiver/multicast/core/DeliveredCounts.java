package dev.quiver.multicast.core;

import dev.quiver.multicast.Data;
import dev.quiver.multicast.MessageId;
import java.util.Map;
import java.util.TreeMap;

/** How many multicasts of each peer were delivered, and which stop markers. */
final class DeliveredCounts {

  private final TreeMap<Integer, Integer> counts = new TreeMap<>();
  private final TreeMap<Integer, Integer> stops = new TreeMap<>();

  void add(Data data) {
    counts.merge(data.sender(), 1, Integer::sum);
    if (data.stop()) {
      stops.put(data.sender(), data.id().sequence());
    }
  }

  void restore(Iterable<MessageId> log, Map<Integer, Integer> itsStops) {
    for (MessageId id : log) {
      counts.merge(id.sender(), 1, Integer::sum);
    }
    itsStops.forEach(
        (sender, sequence) -> {
          counts.merge(sender, 1, Integer::sum);
          stops.put(sender, sequence);
        });
  }

  int of(int sender) {
    return counts.getOrDefault(sender, 0);
  }

  Map<Integer, Integer> all() {
    return counts;
  }

  Map<Integer, Integer> stops() {
    return stops;
  }

  /** Whether the peer's stop marker was delivered, and all that it sent before. */
  boolean isComplete(int sender) {
    Integer stop = stops.get(sender);
    return stop != null && of(sender) >= stop;
  }
}
