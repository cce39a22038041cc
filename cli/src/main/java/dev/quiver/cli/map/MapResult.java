package dev.quiver.cli.map;

import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Payload;
import org.jspecify.annotations.Nullable;

/**
 * What became of one input. There is exactly one for each.
 *
 * @param outcome the label of the task's outcome; {@code failed} for an input that was never sent
 * @param result what came out, if it succeeded
 * @param error why it did not, else
 * @param taskId the task, if there was one
 * @param worker who ended it, if somebody did
 * @param attempt which attempt ended it, from 1; 0 if there was none
 */
record MapResult(
    MapInput input,
    String outcome,
    @Nullable Payload result,
    @Nullable String error,
    @Nullable String taskId,
    @Nullable String worker,
    int attempt) {

  static final String SUCCEEDED = "succeeded";
  static final String FAILED = "failed";
  static final String CANCELLED = "cancelled";

  /** An input that could not even be sent. */
  static MapResult unsent(MapInput input, String error) {
    return new MapResult(input, FAILED, null, error, null, null, 0);
  }

  /** How its task ended. */
  static MapResult of(MapInput input, Outcome outcome) {
    Outcome.Facts facts = outcome.facts();
    return new MapResult(
        input,
        outcome.label(),
        outcome instanceof Outcome.Succeeded done ? done.result() : null,
        outcome.reason(),
        facts.taskId().value(),
        facts.worker() == null ? null : facts.worker().value(),
        facts.attempt());
  }

  /** The same with the result kept elsewhere. */
  MapResult withResult(Payload value) {
    return new MapResult(input, outcome, value, error, taskId, worker, attempt);
  }

  boolean succeeded() {
    return outcome.equals(SUCCEEDED);
  }
}
