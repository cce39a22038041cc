package dev.quiver.tasks.check;

import dev.quiver.tasks.history.HistoryEvent;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares what was submitted with what came out, over the events of all processes in any order. To
 * be asked when all has come to rest: a task that still waits looks lost.
 *
 * <p>With the words of Jepsen's total queue: a submit that was invoked and not refused is an
 * attempt, one that returned is acknowledged, and an outcome that a client received is received.
 */
public final class TaskChecker {

  private final Map<String, TaskLife> tasks = new LinkedHashMap<>();
  private final EpochChecker epochs = new EpochChecker();
  private long events;

  /** Takes one event. */
  public void add(HistoryEvent event) {
    events++;
    String id = event.taskId();
    if (id != null) {
      tasks.computeIfAbsent(id, unknown -> new TaskLife()).add(event);
    } else {
      epochs.add(event);
    }
  }

  /** How many events there were. */
  public long events() {
    return events;
  }

  /** How many tasks somebody tried to submit. */
  public long submitted() {
    return tasks.values().stream().filter(TaskLife::isAttempted).count();
  }

  /** The verdicts, a property each, in the order of {@link Property}. */
  public List<Verdict> verdicts() {
    Map<Property, Count> counts = new EnumMap<>(Property.class);
    for (Property each : Property.values()) {
      counts.put(each, new Count());
    }
    tasks.forEach((id, task) -> judge(id, task, counts));
    List<Verdict> verdicts = new ArrayList<>();
    counts.forEach(
        (property, count) ->
            verdicts.add(property == Property.EPOCHS ? epochs.verdict() : count.verdict(property)));
    return verdicts;
  }

  private static void judge(String id, TaskLife task, Map<Property, Count> counts) {
    boolean ended = task.outcomes() > 0;
    if (task.isAcknowledged()) {
      count(counts, Property.LOST).of(id, !ended);
    }
    if (task.isAttempted() && !task.isAcknowledged()) {
      count(counts, Property.RECOVERED).of(id, ended);
      count(counts, Property.UNKNOWN).of(id, !ended);
    }
    if (ended) {
      count(counts, Property.UNEXPECTED).of(id, !task.isAttempted());
      count(counts, Property.APPLIED_TWICE).of(id, task.isEndedTwice());
      count(counts, Property.DUPLICATED).of(id, task.isDeliveredAgain());
    }
    if (task.executions() > 0) {
      count(counts, Property.EXECUTED_AGAIN).of(id, task.executions() > 1);
    }
  }

  private static Count count(Map<Property, Count> counts, Property property) {
    Count count = counts.get(property);
    if (count == null) {
      throw new IllegalStateException("no count of " + property);
    }
    return count;
  }

  /** How often a property was looked at, and was there. */
  private static final class Count {

    private long checked;
    private long found;
    private @Nullable String first;

    void of(String id, boolean isThere) {
      checked++;
      if (isThere) {
        found++;
        first = first == null ? id : first;
      }
    }

    Verdict verdict(Property property) {
      return new Verdict(property, checked, found, first);
    }
  }
}
