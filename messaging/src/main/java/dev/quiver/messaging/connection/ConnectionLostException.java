package dev.quiver.messaging.connection;

import dev.quiver.messaging.text.Sayings;
import org.jspecify.annotations.Nullable;

/** There was a connection and it is gone, or it was closed here; the request had not begun. */
public final class ConnectionLostException extends QuiverMessagingException {

  private static final long serialVersionUID = 1L;

  public ConnectionLostException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** It is not lost: whoever has it closed it. */
  public static ConnectionLostException closedHere() {
    return new ConnectionLostException(Sayings.ofMessaging().say("failure.lost.closed"), null);
  }
}
