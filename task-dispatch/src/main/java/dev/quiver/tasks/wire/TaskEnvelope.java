package dev.quiver.tasks.wire;

import org.jspecify.annotations.Nullable;

/**
 * What travels beside a task and changes from hop to hop: who submitted it, where its outcome goes,
 * and which try it is. The methods are the moves that are legal; nothing else may be done to one.
 *
 * @param submitter the user who submitted the task, as the broker vouched for it
 * @param replyTo the address of the outcome, in the submitter's own space
 * @param together whoever reads that address also takes several outcomes in one message
 * @param attempt which attempt the message is, from 1
 * @param generation how often it was requeued from the dead, from 0
 * @param alone it is suspected of killing workers and must run with nothing beside it
 * @param epoch the reign of the orchestrator that assigned it; none outside an assignment
 * @param deaths to how many workers it had been delivered when they died, as orchestrators know it
 */
public record TaskEnvelope(
    String submitter,
    String replyTo,
    boolean together,
    int attempt,
    int generation,
    boolean alone,
    @Nullable Long epoch,
    int deaths) {

  public TaskEnvelope {
    if (attempt < 1) {
      throw new IllegalArgumentException("the attempt is " + attempt + ": attempts count from 1");
    }
    if (generation < 0) {
      throw new IllegalArgumentException(
          "the generation is " + generation + ": generations count from 0");
    }
    if (deaths < 0) {
      throw new IllegalArgumentException("the deaths are " + deaths + ": deaths count from 0");
    }
  }

  /** Beside a task that has just been submitted. */
  public static TaskEnvelope submitted(String submitter, String replyTo, boolean together) {
    return new TaskEnvelope(submitter, replyTo, together, 1, 0, false, null, 0);
  }

  /** The attempt failed and another follows. An attempt that ended has cleared a suspicion. */
  public TaskEnvelope retry() {
    return new TaskEnvelope(submitter, replyTo, together, attempt + 1, generation, false, epoch, 0);
  }

  /** Its worker died, or gave it back, and it may have been its fault: the same attempt, alone. */
  public TaskEnvelope suspected() {
    return new TaskEnvelope(submitter, replyTo, together, attempt, generation, true, epoch, deaths);
  }

  /** It goes back to where it waits, untried. */
  public TaskEnvelope givenBack() {
    return new TaskEnvelope(
        submitter, replyTo, together, attempt, generation, alone, epoch, deaths);
  }

  /** The orchestrator of that reign gives it to a worker. */
  public TaskEnvelope assigned(long reign) {
    return new TaskEnvelope(
        submitter, replyTo, together, attempt, generation, alone, reign, deaths);
  }

  /** An admin takes it out of the dead for another life, with all its attempts. */
  public TaskEnvelope requeued() {
    return new TaskEnvelope(submitter, replyTo, together, 1, generation + 1, false, null, 0);
  }

  /** The orchestrator puts it where no worker has it: back to its submit queue, or held. */
  public TaskEnvelope unassigned() {
    return new TaskEnvelope(submitter, replyTo, together, attempt, generation, alone, null, deaths);
  }

  /** What the orchestrator learned of it when the worker that had it died. */
  public TaskEnvelope judged(int newAttempt, int newDeaths, boolean newAlone) {
    return new TaskEnvelope(
        submitter, replyTo, together, newAttempt, generation, newAlone, epoch, newDeaths);
  }
}
