package dev.quiver.messaging.connection;

import org.jspecify.annotations.Nullable;

/**
 * Something between a role and its broker went wrong. The message says what happened, why, and how
 * to mend it; the subclasses are the cases that callers tell apart.
 */
public class QuiverMessagingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public QuiverMessagingException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
