package dev.quiver.orchestrator.ask;

import dev.quiver.messaging.connection.QuiverMessagingException;

/** No orchestrator answers. */
public final class NoLeaderException extends QuiverMessagingException {
  private static final long serialVersionUID = 1L;

  /**
   * @param cause how it was noticed
   */
  public NoLeaderException(Throwable cause) {
    super(
        "no orchestrator answers: start one (quiver orchestrator --id A), or wait a moment if one"
            + " is just taking over",
        cause);
  }
}
