package dev.quiver.tasks.client;

import dev.quiver.messaging.connection.QuiverMessagingException;
import org.jspecify.annotations.Nullable;

/** The task does not fit into a message. */
public final class PayloadTooLargeException extends QuiverMessagingException {

  private static final long serialVersionUID = 1L;

  public PayloadTooLargeException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
