package dev.quiver.tasks.wire;

import dev.quiver.tasks.BatchId;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What happened to one task.
 *
 * @param startedAt when the attempt began; none for an assignment
 * @param result what came out, if it is short text
 * @param batch what it was submitted together with
 * @param worker to whom it was assigned; none if the one who tells is meant
 * @param epoch the reign that assigned it; none if it came another way
 * @param submittedAt when it was submitted; told with an assignment and with an end without one
 * @param reason why it did not succeed, the beginning of it
 */
public record TaskEvent(
    TaskId taskId,
    TaskType type,
    String submitter,
    TaskState state,
    int attempt,
    int generation,
    @Nullable Instant startedAt,
    @Nullable String result,
    @Nullable BatchId batch,
    @Nullable WorkerId worker,
    @Nullable Long epoch,
    @Nullable Instant submittedAt,
    @Nullable String reason) {

  /** The longest result, in characters, that an event repeats. */
  public static final int MAX_RESULT_CHARS = 1024;

  /** The most of a reason, in characters, that an event repeats. */
  public static final int MAX_REASON_CHARS = 200;

  /**
   * It ended so.
   *
   * @param result what came out, if that is to be repeated
   */
  public static TaskEvent ended(TaskEnvelope envelope, Outcome outcome, @Nullable String result) {
    Outcome.Facts facts = outcome.facts();
    return new TaskEvent(
        facts.taskId(),
        facts.type(),
        envelope.submitter(),
        TaskState.of(outcome),
        facts.attempt(),
        facts.generation(),
        facts.startedAt(),
        result,
        facts.batch(),
        null,
        envelope.epoch(),
        null,
        outcome.reason());
  }
}
