package dev.quiver.messaging.connection;

import dev.quiver.messaging.text.Sayings;
import org.jspecify.annotations.Nullable;

/**
 * The broker understood and refused: the message is larger than its address allows, its key or name
 * is somebody else's, or the like. Trying again will not help.
 */
public final class RefusedByBrokerException extends QuiverMessagingException {

  private static final long serialVersionUID = 1L;

  private final String reason;
  private final String words;

  /**
   * The broker said why.
   *
   * @param reason the word for it of the broker's plugin, such as {@code message-too-large}; empty
   *     if it was not the plugin
   * @param words what the broker said
   */
  public RefusedByBrokerException(String reason, String words, @Nullable Throwable cause) {
    super(Sayings.ofMessaging().say("failure.refused", words), cause);
    this.reason = reason;
    this.words = words;
  }

  /** What the broker said. */
  public String words() {
    return words;
  }

  /**
   * The plugin's word for it, such as {@code message-too-large}; empty if it was not the plugin.
   */
  public String reason() {
    return reason;
  }
}
