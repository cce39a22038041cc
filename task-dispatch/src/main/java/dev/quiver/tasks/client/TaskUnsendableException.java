package dev.quiver.tasks.client;

import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.tasks.TaskId;

/** No message can carry the task as it is, for another reason than its size. */
public final class TaskUnsendableException extends QuiverMessagingException {

  private static final long serialVersionUID = 1L;

  private final transient TaskId taskId;

  public TaskUnsendableException(TaskId taskId, IllegalArgumentException cause) {
    super("task " + taskId + " cannot be sent: " + cause.getMessage(), cause);
    this.taskId = taskId;
  }

  public TaskId taskId() {
    return taskId;
  }
}
