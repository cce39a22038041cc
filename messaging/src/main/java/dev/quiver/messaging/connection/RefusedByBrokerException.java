package dev.quiver.messaging.connection;

import org.jspecify.annotations.Nullable;

/**
 * The broker understood and refused: the message is larger than its address allows, its key or name
 * is somebody else's, or the like. Trying again will not help.
 */
public final class RefusedByBrokerException extends QuiverMessagingException {

  private static final long serialVersionUID = 1L;

  private final String reason;

  /**
   * The broker said why.
   *
   * @param reason the word for it of the broker's plugin, such as {@code message-too-large}; empty
   *     if it was not the plugin
   */
  public RefusedByBrokerException(String reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /**
   * The plugin's word for it, such as {@code message-too-large}; empty if it was not the plugin.
   */
  public String reason() {
    return reason;
  }
}
