package dev.quiver.messaging.connection;

import dev.quiver.messaging.text.Sayings;

/**
 * The broker does not stamp messages with the user who sent them, so nobody's identity can be
 * believed there; roles refuse to start.
 */
public final class UsersNotStampedException extends QuiverMessagingException {

  private static final long serialVersionUID = 1L;

  private final String server;

  /**
   * @param server the address, {@code host:port}
   */
  public UsersNotStampedException(String server) {
    super(Sayings.ofMessaging().say("failure.notStamped", server), null);
    this.server = server;
  }

  /** The address of the broker, {@code host:port}. */
  public String server() {
    return server;
  }
}
