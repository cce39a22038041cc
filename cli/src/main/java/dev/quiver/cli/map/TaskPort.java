package dev.quiver.cli.map;

import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Task;
import java.util.concurrent.CompletableFuture;

/** Where a run sends its tasks: the platform, or a test's stand-in. */
interface TaskPort {

  /**
   * Submits a task, waiting while there are too many. The future fails if the task was not
   * accepted; it is completed on a thread that must not be held up.
   */
  CompletableFuture<Outcome> submit(Task task) throws InterruptedException;
}
