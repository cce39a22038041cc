package dev.quiver.tasks.client;

import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a client knows of a task from its own results, without asking anybody.
 *
 * @param worker who ended it, or was last heard to run it
 * @param attempt which attempt that was; 0 if none is known
 * @param submittedAt when it was submitted, if that was here
 * @param finishedAt when it ended, if it has
 */
public record TaskStatus(
    TaskId taskId,
    @Nullable TaskType type,
    State state,
    @Nullable WorkerId worker,
    int attempt,
    @Nullable Instant submittedAt,
    @Nullable Instant finishedAt) {

  /** What is known. */
  public enum State {
    /** It is being sent. */
    SUBMITTING,
    /** It is on the broker's disk, waits or runs, and nothing was heard of it yet. */
    WAITING,
    /** Progress was heard of it. */
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED,
    EXPIRED,
    DEAD,
    /** Nothing was heard of it here: it was submitted by somebody else, or long ago, or never. */
    UNKNOWN
  }

  static TaskStatus unknown(TaskId taskId) {
    return new TaskStatus(taskId, null, State.UNKNOWN, null, 0, null, null);
  }
}
