package dev.quiver.messaging.connection;

import org.jspecify.annotations.Nullable;

/** The transaction did not happen, as a whole; what it consumed will be delivered again. */
public final class RolledBackException extends QuiverMessagingException {

  private static final long serialVersionUID = 1L;

  public RolledBackException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
