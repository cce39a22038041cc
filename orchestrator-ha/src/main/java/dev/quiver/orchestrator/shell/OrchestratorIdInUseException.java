package dev.quiver.orchestrator.shell;

import dev.quiver.messaging.connection.QuiverMessagingException;
import org.jspecify.annotations.Nullable;

/** An orchestrator of that id is connected. */
public final class OrchestratorIdInUseException extends QuiverMessagingException {

  private static final long serialVersionUID = 1L;

  private final String id;

  OrchestratorIdInUseException(String id, @Nullable Throwable cause) {
    super(
        "an orchestrator "
            + id
            + " is connected already: give each an id of its own, or wait until the broker has"
            + " noticed that the other one is gone",
        cause);
    this.id = id;
  }

  /** The id that is taken. */
  public String id() {
    return id;
  }
}
