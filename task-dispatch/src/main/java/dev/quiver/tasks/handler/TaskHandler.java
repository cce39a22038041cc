package dev.quiver.tasks.handler;

import dev.quiver.tasks.Payload;
import dev.quiver.tasks.TaskType;
import java.util.Set;

/**
 * Executes tasks of one type, or of a family of types. A jar brings its handlers by naming them in
 * {@code META-INF/services/dev.quiver.tasks.handler.TaskHandler}; such a class is public and has a
 * public constructor without arguments.
 *
 * <p>One object serves all slots of a worker, so {@link #handle} is called by many threads at once.
 * A task may be executed more than once (its worker may die after the work and before the outcome
 * is on disk): effects outside are made idempotent with {@link TaskContext#taskId()}.
 */
public interface TaskHandler {

  /** What it executes; the same at every call, and not empty. */
  Set<TaskType> types();

  /**
   * Executes one attempt of one task. The thread is interrupted when the task is cancelled, when
   * its time limit has passed, and when the worker stops at once.
   *
   * @return what came out
   * @throws InvalidInputException if the input is at fault and no further attempt can succeed: the
   *     task has failed
   * @throws Exception whatever else went wrong: the task is tried again as often as it allows
   */
  Payload handle(TaskInput input, TaskContext context) throws Exception;
}
