package dev.quiver.tasks.client;

import dev.quiver.messaging.connection.QuiverMessagingException;

/** The client was closed before this could be done, or before it was known. */
public final class ClientClosedException extends QuiverMessagingException {

  private static final long serialVersionUID = 1L;

  public ClientClosedException(String what) {
    super(what + ": the task client is closed", null);
  }
}
