package dev.quiver.messaging.connection;

/**
 * Something answers at the broker's address that is no broker of Quiver's: another service, or an
 * Artemis broker without the addresses of the namespace.
 */
public final class NotOurBrokerException extends QuiverMessagingException {

  private static final long serialVersionUID = 1L;

  private final String server;
  private final String found;

  /**
   * @param server the address, {@code host:port}
   * @param found what answers there, as words that follow "there is"
   * @param mend what to do about it
   */
  public NotOurBrokerException(String server, String found, String mend) {
    super("at " + server + " there is " + found + ": " + mend, null);
    this.server = server;
    this.found = found;
  }

  /** The address, {@code host:port}. */
  public String server() {
    return server;
  }

  /** What answers there. */
  public String found() {
    return found;
  }
}
