package dev.quiver.tasks.client;

import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.tasks.TaskType;

/** Nobody has ever served tasks of that type, so there is no queue for them. */
public final class UnknownTypeException extends QuiverMessagingException {

  private static final long serialVersionUID = 1L;

  private final transient TaskType type;

  public UnknownTypeException(TaskType type) {
    super(
        "no worker has ever served tasks of type "
            + type
            + ": check how it is spelled, or start a worker that has it",
        null);
    this.type = type;
  }

  public TaskType type() {
    return type;
  }
}
