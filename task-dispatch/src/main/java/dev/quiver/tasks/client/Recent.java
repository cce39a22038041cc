package dev.quiver.tasks.client;

import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.TaskId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the last tasks ended, without their results: to tell an outcome that is delivered a second
 * time from a new one, and to answer for tasks that have ended. Safe for several threads.
 */
final class Recent {

  private record End(int generation, TaskStatus status) {}

  private final Map<TaskId, End> ends;

  Recent(int most) {
    this.ends =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<TaskId, End> eldest) {
            return size() > most;
          }
        };
  }

  /** Remembers the outcome; false if it, or one of a later life of the task, was there already. */
  synchronized boolean add(Outcome outcome) {
    Outcome.Facts facts = outcome.facts();
    End known = ends.get(facts.taskId());
    if (known != null && known.generation() >= facts.generation()) {
      return false;
    }
    ends.put(facts.taskId(), new End(facts.generation(), status(outcome)));
    return true;
  }

  /** How the task ended last; null if it did not, or too long ago. */
  synchronized @Nullable TaskStatus of(TaskId id) {
    End known = ends.get(id);
    return known == null ? null : known.status();
  }

  static TaskStatus status(Outcome outcome) {
    Outcome.Facts facts = outcome.facts();
    return new TaskStatus(
        facts.taskId(),
        facts.type(),
        TaskStatus.State.valueOf(outcome.label().toUpperCase(Locale.ROOT)),
        facts.worker(),
        facts.attempt(),
        null,
        facts.finishedAt());
  }
}
