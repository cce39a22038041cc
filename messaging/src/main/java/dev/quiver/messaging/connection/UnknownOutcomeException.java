package dev.quiver.messaging.connection;

import org.jspecify.annotations.Nullable;

/**
 * The connection broke while a send or a commit was under way, or the broker did not answer in
 * time: it happened or it did not. A submit is redone with its duplicate id; a step that consumes
 * and produces is received again, never redone.
 */
public final class UnknownOutcomeException extends QuiverMessagingException {

  private static final long serialVersionUID = 1L;

  public UnknownOutcomeException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
