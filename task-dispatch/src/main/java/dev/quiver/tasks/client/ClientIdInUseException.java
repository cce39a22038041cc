package dev.quiver.tasks.client;

import dev.quiver.messaging.connection.QuiverMessagingException;

/** Another process reads the results of that client id; the two would take each other's. */
public final class ClientIdInUseException extends QuiverMessagingException {

  private static final long serialVersionUID = 1L;

  private final String clientId;

  public ClientIdInUseException(String clientId) {
    super(
        "another process already reads the results of the client "
            + clientId
            + ": close it, or choose another client id",
        null);
    this.clientId = clientId;
  }

  /** The id that is taken. */
  public String clientId() {
    return clientId;
  }
}
