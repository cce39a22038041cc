package dev.quiver.tasks.check;

import dev.quiver.tasks.history.HistoryEvent;
import dev.quiver.tasks.history.HistoryEvent.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One leader an epoch, and no commit of an old one. A commit of an old epoch is one that began
 * after a later reign had begun, and returned; the times of processes on one machine can be
 * compared. One that began before and was held up meanwhile is left alone: whether it counted
 * before the other reign began, its process cannot tell.
 */
final class EpochChecker {

  /** A commit that counts. */
  private record Commit(String process, long epoch, Instant began) {}

  private final TreeMap<Long, Instant> beginnings = new TreeMap<>();
  private final Map<Long, String> leaders = new HashMap<>();
  private final Map<String, Instant> open = new HashMap<>();
  private final List<Commit> commits = new ArrayList<>();
  private long doubleReigns;
  private @Nullable String firstDouble;

  void add(HistoryEvent event) {
    long epoch = event.epoch() == null ? 0 : event.epoch();
    String key = event.process() + "/" + epoch;
    if (event.kind() == Kind.REIGN_BEGUN) {
      beginnings.merge(epoch, event.at(), (a, b) -> a.isBefore(b) ? a : b);
      String other = leaders.putIfAbsent(epoch, event.process());
      if (other != null && !other.equals(event.process())) {
        doubleReigns++;
        firstDouble =
            Objects.requireNonNullElse(
                firstDouble,
                "epoch " + epoch + " was led by " + other + " and by " + event.process());
      }
    } else if (event.kind() == Kind.COMMIT_INVOKED) {
      open.put(key, event.at());
    } else if (event.kind() == Kind.COMMIT_RETURNED) {
      Instant began = open.remove(key);
      commits.add(
          new Commit(event.process(), epoch, Objects.requireNonNullElse(began, event.at())));
    }
  }

  Verdict verdict() {
    long found = doubleReigns;
    String first = firstDouble;
    for (Commit each : commits) {
      Map.Entry<Long, Instant> successor = firstReignAfter(each.epoch());
      if (successor != null && each.began().isAfter(successor.getValue())) {
        found++;
        first =
            Objects.requireNonNullElse(
                first,
                each.process()
                    + " committed in epoch "
                    + each.epoch()
                    + " at "
                    + each.began()
                    + ", after epoch "
                    + successor.getKey()
                    + " had begun");
      }
    }
    return new Verdict(Property.EPOCHS, commits.size(), found, first);
  }

  /** Of the later reigns the one that began first. */
  private Map.@Nullable Entry<Long, Instant> firstReignAfter(long epoch) {
    return beginnings.tailMap(epoch, false).entrySet().stream()
        .min(Map.Entry.comparingByValue())
        .orElse(null);
  }
}
