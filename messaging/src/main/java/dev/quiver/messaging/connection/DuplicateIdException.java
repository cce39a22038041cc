package dev.quiver.messaging.connection;

import org.jspecify.annotations.Nullable;

/**
 * The broker has seen this duplicate id before and refused it, and with it the whole transaction.
 * For a single submit that was sent before it means: done.
 */
public final class DuplicateIdException extends QuiverMessagingException {

  private static final long serialVersionUID = 1L;

  public DuplicateIdException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
