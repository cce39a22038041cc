package dev.quiver.messaging.connection;

import dev.quiver.messaging.text.Sayings;

/** One broker of a cluster does not let in whom another one does. */
public final class MemberLoginException extends QuiverMessagingException {

  private static final long serialVersionUID = 1L;

  private final String server;
  private final String user;

  MemberLoginException(String server, String user, Throwable cause) {
    super(Sayings.ofMessaging().say("failure.cluster.login", server, user), cause);
    this.server = server;
    this.user = user;
  }

  /** The broker's address, {@code host:port}. */
  public String server() {
    return server;
  }

  /** Who tried. */
  public String user() {
    return user;
  }
}
