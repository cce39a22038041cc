package dev.quiver.messaging.connection;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** No broker answered at any of the addresses. */
public final class BrokerUnreachableException extends QuiverMessagingException {

  private static final long serialVersionUID = 1L;

  private final List<String> servers;

  /**
   * @param servers the addresses tried, each {@code host:port}
   * @param why what happened there
   */
  public BrokerUnreachableException(List<String> servers, String why, @Nullable Throwable cause) {
    super(
        "no broker answers at "
            + String.join(", ", servers)
            + ": "
            + why
            + "; start one (quiver broker) or give the right address (--url, QUIVER_URL)",
        cause);
    this.servers = List.copyOf(servers);
  }

  /** The addresses tried, each {@code host:port}. */
  public List<String> servers() {
    return servers;
  }
}
