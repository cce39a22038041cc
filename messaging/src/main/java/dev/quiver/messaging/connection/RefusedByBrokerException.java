package dev.quiver.messaging.connection;

import org.jspecify.annotations.Nullable;

/**
 * The broker understood and refused: the message is larger than its address allows, its key or name
 * is somebody else's, or the like. Trying again will not help.
 */
public final class RefusedByBrokerException extends QuiverMessagingException {

  private static final long serialVersionUID = 1L;

  public RefusedByBrokerException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
