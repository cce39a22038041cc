package dev.quiver.tasks.worker;

/** What is to be done with a task that was received. */
sealed interface Verdict {

  /**
   * Execute it.
   *
   * @param attempt which attempt it is, workers' deaths counted
   */
  record Run(int attempt) implements Verdict {}

  /** It ends without being executed: its deadline has passed. */
  record Expire(String reason) implements Verdict {}

  /** It ends without being executed: it was cancelled. */
  record Cancel(String reason) implements Verdict {}

  /**
   * It goes to the dead.
   *
   * @param attempt how many attempts it had
   */
  record Bury(int attempt, String reason) implements Verdict {}

  /** It ends without being executed: this worker has no handler for it. */
  record Fail(String reason) implements Verdict {}

  /** An orchestrator gave it to this worker, which has no handler for it: it is for another one. */
  record Return() implements Verdict {}

  /** It may have killed a worker: move it, marked to be run alone. */
  record Isolate() implements Verdict {}

  /** It is to be run with nothing beside it, and that is not so now: give it back and see to it. */
  record Alone() implements Verdict {}
}
