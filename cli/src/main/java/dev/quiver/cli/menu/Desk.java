package dev.quiver.cli.menu;

import dev.quiver.orchestrator.ask.TaskList;
import dev.quiver.orchestrator.ask.TaskView;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import java.util.SortedSet;

/** What the menu can have done, as the user who logged in. */
interface Desk extends AutoCloseable {

  /** The types that workers have who are there now. */
  SortedSet<TaskType> types();

  /**
   * Submits a task and returns once it is on the broker's disk.
   *
   * @throws dev.quiver.messaging.connection.QuiverMessagingException if it was refused
   */
  TaskId submit(TaskType type, String input) throws InterruptedException;

  /** What is known of a task of this user; of any task for admins. */
  TaskView status(TaskId task) throws InterruptedException;

  /** The newest tasks of this user; of all users for admins. */
  TaskList list() throws InterruptedException;

  /** Asks that a task be cancelled. */
  void cancel(TaskId task) throws InterruptedException;

  @Override
  void close();
}
