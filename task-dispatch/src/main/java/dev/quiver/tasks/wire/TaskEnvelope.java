package dev.quiver.tasks.wire;

import org.jspecify.annotations.Nullable;

/**
 * What travels beside a task and changes from hop to hop: who submitted it, where its outcome goes,
 * and which try it is. The methods are the moves that are legal; nothing else may be done to one.
 *
 * @param submitter the user who submitted the task, as the broker vouched for it
 * @param replyTo the address of the outcome, in the submitter's own space
 * @param attempt which attempt the message is, from 1
 * @param generation how often it was requeued from the dead, from 0
 * @param alone it is suspected of killing workers and must run with nothing beside it
 * @param epoch the reign of the orchestrator that assigned it; none outside an assignment
 */
public record TaskEnvelope(
    String submitter,
    String replyTo,
    int attempt,
    int generation,
    boolean alone,
    @Nullable Long epoch) {

  public TaskEnvelope {
    if (attempt < 1) {
      throw new IllegalArgumentException("the attempt is " + attempt + ": attempts count from 1");
    }
    if (generation < 0) {
      throw new IllegalArgumentException(
          "the generation is " + generation + ": generations count from 0");
    }
  }

  /** Beside a task that has just been submitted. */
  public static TaskEnvelope submitted(String submitter, String replyTo) {
    return new TaskEnvelope(submitter, replyTo, 1, 0, false, null);
  }

  /** The attempt failed and another follows. An attempt that ended has cleared a suspicion. */
  public TaskEnvelope retry() {
    return new TaskEnvelope(submitter, replyTo, attempt + 1, generation, false, null);
  }

  /** Its worker died, or gave it back, and it may have been its fault: the same attempt, alone. */
  public TaskEnvelope suspected() {
    return new TaskEnvelope(submitter, replyTo, attempt, generation, true, null);
  }

  /** It goes back to where it waits, untried. */
  public TaskEnvelope givenBack() {
    return new TaskEnvelope(submitter, replyTo, attempt, generation, alone, null);
  }

  /** The orchestrator of that reign gives it to a worker. */
  public TaskEnvelope assigned(long reign) {
    return new TaskEnvelope(submitter, replyTo, attempt, generation, alone, reign);
  }

  /** An admin takes it out of the dead for another life, with all its attempts. */
  public TaskEnvelope requeued() {
    return new TaskEnvelope(submitter, replyTo, 1, generation + 1, false, null);
  }
}
