package dev.quiver.tasks.worker;

import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.wire.TaskEnvelope;
import java.time.Duration;

/** What follows from how an attempt ended; all but {@link Hold} in one transaction. */
sealed interface Settlement {

  /** The task ends: its outcome is sent. */
  record End(Outcome outcome) implements Settlement {}

  /** The task ends among the dead: it is sent there, and its outcome too. */
  record Bury(Outcome.Dead outcome, TaskEnvelope envelope) implements Settlement {}

  /** The task is sent again, to be delivered after a while. */
  record Retry(TaskEnvelope envelope, Duration delay, String reason) implements Settlement {}

  /**
   * The task stays with its slot, which repeats it after a while: nobody takes its group, or the
   * broker has enough that waits.
   */
  record Hold(TaskEnvelope envelope, Duration delay, String reason) implements Settlement {}

  /** The task goes back to its queue as it was. */
  record GiveBack() implements Settlement {}
}
