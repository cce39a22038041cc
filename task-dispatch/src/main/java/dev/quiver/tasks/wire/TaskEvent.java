package dev.quiver.tasks.wire;

import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What happened to one task.
 *
 * @param startedAt when the attempt began; none for an assignment
 * @param result what came out, if it is short text
 */
public record TaskEvent(
    TaskId taskId,
    TaskType type,
    String submitter,
    TaskState state,
    int attempt,
    int generation,
    @Nullable Instant startedAt,
    @Nullable String result) {

  /** The longest result, in characters, that an event repeats. */
  public static final int MAX_RESULT_CHARS = 1024;
}
