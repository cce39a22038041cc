package dev.quiver.messaging.connection;

import org.jspecify.annotations.Nullable;

/**
 * The queue or address does not exist. Names are not made by their first use; their owner makes
 * them.
 */
public final class QueueMissingException extends QuiverMessagingException {

  private static final long serialVersionUID = 1L;

  public QueueMissingException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
