package dev.quiver.orchestrator.ask;

import dev.quiver.messaging.connection.QuiverMessagingException;

/** The leader does not do what was asked of it; the message says why. */
public final class RequestRefusedException extends QuiverMessagingException {
  private static final long serialVersionUID = 1L;

  RequestRefusedException(String message) {
    super(message, null);
  }
}
