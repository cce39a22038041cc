package dev.quiver.messaging.connection;

import org.jspecify.annotations.Nullable;

/** The address holds as much as it may; the message was not taken. */
public final class AddressFullException extends QuiverMessagingException {

  private static final long serialVersionUID = 1L;

  public AddressFullException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
