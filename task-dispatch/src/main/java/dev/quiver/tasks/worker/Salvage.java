package dev.quiver.tasks.worker;

import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.wire.TaskMessage;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Results whose commit failed, or is not known to have succeeded. If their tasks are received once
 * more they were not committed, and need not be executed again. Thread-safe and bounded.
 */
final class Salvage {

  private static final int KEPT = 2_000;

  private record Key(TaskId task, int generation, int attempt) {
    static Key of(TaskMessage message) {
      return new Key(
          message.task().id(), message.envelope().generation(), message.envelope().attempt());
    }
  }

  private final Map<Key, Attempt> results =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Attempt> eldest) {
          boolean full = size() > KEPT;
          if (full) {
            eldest.getValue().release();
          }
          return full;
        }
      };

  synchronized void keep(Attempt attempt) {
    if (attempt.result() instanceof AttemptResult.Finished
        || attempt.result() instanceof AttemptResult.Invalid) {
      Attempt older = results.put(Key.of(attempt.message()), attempt);
      if (older != null && older != attempt) {
        older.release();
      }
    } else {
      attempt.release();
    }
  }

  /** The attempt that was made at that task, once. */
  synchronized @Nullable Attempt take(TaskMessage message) {
    return results.isEmpty() ? null : results.remove(Key.of(message));
  }
}
