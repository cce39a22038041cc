package dev.quiver.tasks.client;

import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.tasks.TaskId;

/** The task's payload could not be read when it was to be sent, or changed meanwhile. */
public final class PayloadUnreadableException extends QuiverMessagingException {

  private static final long serialVersionUID = 1L;

  private final transient TaskId taskId;

  public PayloadUnreadableException(TaskId taskId, Throwable cause) {
    super("task " + taskId + " was not sent: " + cause.getMessage(), cause);
    this.taskId = taskId;
  }

  public TaskId taskId() {
    return taskId;
  }
}
