package dev.quiver.tasks.client;

import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.tasks.TaskId;
import org.jspecify.annotations.Nullable;

/** The task does not fit into a message. */
public final class PayloadTooLargeException extends QuiverMessagingException {

  private static final long serialVersionUID = 1L;

  private final transient TaskId taskId;
  private final long mostBytes;

  /**
   * @param mostBytes how much a streamed payload may have
   */
  public PayloadTooLargeException(
      TaskId taskId, long mostBytes, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.taskId = taskId;
    this.mostBytes = mostBytes;
  }

  public TaskId taskId() {
    return taskId;
  }

  /** How much a streamed payload may have, in bytes. */
  public long mostBytes() {
    return mostBytes;
  }
}
