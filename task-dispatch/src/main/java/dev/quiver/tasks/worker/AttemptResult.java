package dev.quiver.tasks.worker;

import dev.quiver.tasks.Payload;

/** How one attempt ended, as the thread that executed it saw it. */
sealed interface AttemptResult {

  /** The handler returned. */
  record Finished(Payload result) implements AttemptResult {}

  /** The handler says that the input is at fault: no further attempt can help. */
  record Invalid(String reason) implements AttemptResult {}

  /** It did not work out this time: an exception, or the time limit. */
  record Broken(String reason) implements AttemptResult {}

  /** Its submitter, or an admin, cancelled it. */
  record Cancelled(String reason) implements AttemptResult {}

  /** The worker stops: the task goes back untouched. */
  record Stopped() implements AttemptResult {}
}
