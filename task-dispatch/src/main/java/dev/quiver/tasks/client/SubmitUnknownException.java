package dev.quiver.tasks.client;

import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.tasks.TaskId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether the task was accepted is not known, and it was too long ago to send it again: the broker
 * may have forgotten its id by now and would take it a second time.
 */
public final class SubmitUnknownException extends QuiverMessagingException {

  private static final long serialVersionUID = 1L;

  private final transient TaskId taskId;

  public SubmitUnknownException(TaskId taskId, Duration since, @Nullable Throwable cause) {
    super(
        "whether task "
            + taskId
            + " was accepted is not known: the broker did not confirm it within "
            + since.toMillis()
            + " ms; if it was, its outcome still comes to the results of this client, so look there"
            + " before you submit it again",
        cause);
    this.taskId = taskId;
  }

  public TaskId taskId() {
    return taskId;
  }
}
