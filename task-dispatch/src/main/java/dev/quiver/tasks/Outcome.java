package dev.quiver.tasks;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a task ended. Each task has exactly one. */
public sealed interface Outcome {

  /** Which task, and where and when it ended. */
  Facts facts();

  /** The name on the wire: {@code succeeded|failed|cancelled|expired|dead}. */
  String label();

  /** Why it did not succeed, for people; null if it did. */
  @Nullable String reason();

  /** It was done, and this came out. */
  record Succeeded(Facts facts, Payload result) implements Outcome {
    @Override
    public String label() {
      return "succeeded";
    }

    @Override
    public @Nullable String reason() {
      return null;
    }
  }

  /** It cannot be done, however often it is tried: the input is at fault. */
  record Failed(Facts facts, String reason) implements Outcome {
    @Override
    public String label() {
      return "failed";
    }
  }

  /** It was cancelled, before or while it ran. */
  record Cancelled(Facts facts, String reason) implements Outcome {
    @Override
    public String label() {
      return "cancelled";
    }
  }

  /** Its deadline passed before it was started. */
  record Expired(Facts facts, String reason) implements Outcome {
    @Override
    public String label() {
      return "expired";
    }
  }

  /** All its attempts failed; it lies among the dead tasks, to be requeued or discarded. */
  record Dead(Facts facts, String reason) implements Outcome {
    @Override
    public String label() {
      return "dead";
    }
  }

  /**
   * Which task ended, where and when.
   *
   * @param worker who ended it; none if it ended without reaching a worker
   * @param attempt which attempt it was, from 1; 0 if it was never started
   * @param generation how often it had been requeued from the dead
   * @param startedAt when that attempt began, by the worker's clock
   * @param finishedAt when it ended, by the same clock
   */
  record Facts(
      TaskId taskId,
      TaskType type,
      @Nullable BatchId batch,
      @Nullable WorkerId worker,
      int attempt,
      int generation,
      @Nullable Instant startedAt,
      Instant finishedAt) {}
}
