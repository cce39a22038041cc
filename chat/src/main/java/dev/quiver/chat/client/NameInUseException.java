package dev.quiver.chat.client;

import dev.quiver.messaging.connection.QuiverMessagingException;

/** Somebody is in the chat under that name already. */
public final class NameInUseException extends QuiverMessagingException {

  private static final long serialVersionUID = 1L;

  private final String name;

  NameInUseException(String name, Throwable cause) {
    super(
        "the name "
            + name
            + " is in use: leave the chat where it is, or come under another account",
        cause);
    this.name = name;
  }

  public String name() {
    return name;
  }
}
