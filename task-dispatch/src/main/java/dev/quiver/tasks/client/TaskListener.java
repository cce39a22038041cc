package dev.quiver.tasks.client;

import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Progress;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskId;

/**
 * Hears what becomes of a task: accepted and then ended, or refused. Called on the client's own
 * threads; must not block for long, and must not wait for another task.
 */
public interface TaskListener {

  /**
   * The task is on the broker's disk.
   *
   * @param knownBefore the broker had seen this task id before; what was submitted then counts
   */
  default void accepted(Task task, boolean knownBefore) {}

  /** The task was not accepted (or, see {@link SubmitUnknownException}, this is not known). */
  default void refused(Task task, QuiverMessagingException why) {}

  /** The task runs and has got so far. */
  default void progressed(Progress progress) {}

  /**
   * The client was closed before the task ended. Its outcome waits on the broker for the next
   * client of the same id, if the client keeps its results.
   */
  default void leftBehind(TaskId task, ClientClosedException why) {}

  /** The task has ended. Called once. */
  default void ended(Outcome outcome) {}
}
