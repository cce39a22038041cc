package dev.quiver.tasks.client;

import dev.quiver.messaging.connection.QuiverMessagingException;

/** Another process reads the results of that client id; the two would take each other's. */
public final class ClientIdInUseException extends QuiverMessagingException {

  private static final long serialVersionUID = 1L;

  public ClientIdInUseException(String clientId) {
    super(
        "another process already reads the results of the client "
            + clientId
            + ": close it, or choose another client id",
        null);
  }
}
