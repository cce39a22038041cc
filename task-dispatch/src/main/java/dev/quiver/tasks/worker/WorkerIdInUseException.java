package dev.quiver.tasks.worker;

import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.tasks.WorkerId;
import org.jspecify.annotations.Nullable;

/** A worker of that name is connected. */
public final class WorkerIdInUseException extends QuiverMessagingException {

  private static final long serialVersionUID = 1L;

  private final String id;

  WorkerIdInUseException(WorkerId id, @Nullable Throwable cause) {
    super(
        "a worker named "
            + id
            + " is connected already: choose another name, or wait until the broker has noticed"
            + " that it is gone",
        cause);
    this.id = id.value();
  }

  /** The name that is taken. */
  public String id() {
    return id;
  }
}
