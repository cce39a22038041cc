package dev.quiver.messaging.connection;

import org.jspecify.annotations.Nullable;

/** No encrypted connection to the broker came about; trying again would not mend it. */
public final class TlsException extends QuiverMessagingException {

  private static final long serialVersionUID = 1L;

  private final String server;
  private final TlsFault fault;
  private final String detail;

  /**
   * @param server the address, {@code host:port}
   * @param detail the words of the library, or the file that is meant
   */
  public TlsException(String server, TlsFault fault, String detail, @Nullable Throwable cause) {
    super("at " + server + ": " + words(fault) + " (" + detail + ")", cause);
    this.server = server;
    this.fault = fault;
    this.detail = detail;
  }

  /** The address, {@code host:port}. */
  public String server() {
    return server;
  }

  /** What is wrong. */
  public TlsFault fault() {
    return fault;
  }

  /** Whether something speaks TLS where nobody had said that it does: it may be anything. */
  public boolean isUnexpected() {
    return fault == TlsFault.ENCRYPTED;
  }

  /** The words of the library, or the file that is meant. */
  public String detail() {
    return detail;
  }

  private static String words(TlsFault fault) {
    return switch (fault) {
      case UNKNOWN_AUTHORITY ->
          "the broker's certificate is not signed by an authority that is trusted here: give the"
              + " authority.pem that belongs to it (--tls, QUIVER_TLS)";
      case OTHER_HOST ->
          "the broker's certificate is not for this host: call it by a name that is in it, or have"
              + " one made with this name (quiver certs --host)";
      case EXPIRED -> "the broker's certificate has expired: have it renewed (quiver certs)";
      case NOT_YET_VALID -> "the broker's certificate is not valid yet: look at the clocks";
      case CERTIFICATE_DEMANDED ->
          "the broker demands a certificate: put one, with its key, into client.pem beside"
              + " authority.pem (quiver certs makes it)";
      case CERTIFICATE_REFUSED ->
          "the broker refuses the certificate shown: it may have expired, or be of an authority"
              + " that the broker does not trust";
      case NOT_ENCRYPTED ->
          "the broker there does not speak TLS: leave out --tls (QUIVER_TLS), or start it with"
              + " --tls";
      case ENCRYPTED ->
          "what answers there speaks TLS only: say where its authority's certificate is (--tls,"
              + " QUIVER_TLS)";
      case HANDSHAKE -> "no encrypted connection came about";
      case FILES -> "certificates or keys cannot be used";
    };
  }
}
