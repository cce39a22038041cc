package dev.quiver.tasks.wire;

import dev.quiver.tasks.BatchId;
import dev.quiver.tasks.TaskId;

/** A wish that a task, or all tasks of a batch, end without being executed any further. */
public sealed interface Cancel {

  /** Who wishes it, as the broker vouched for it. */
  String user();

  /**
   * Whether the broker marked the sender as an admin, whose cancels count for everybody's tasks.
   */
  boolean admin();

  /** One task. */
  record OfTask(String user, boolean admin, TaskId task) implements Cancel {}

  /** All tasks of a batch, also those that are submitted later. */
  record OfBatch(String user, boolean admin, BatchId batch) implements Cancel {}

  /** Whether it counts for tasks of that submitter. */
  default boolean countsFor(String submitter) {
    return admin() || user().equals(submitter);
  }
}
