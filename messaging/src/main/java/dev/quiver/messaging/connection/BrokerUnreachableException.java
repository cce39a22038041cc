package dev.quiver.messaging.connection;

import dev.quiver.messaging.text.Sayings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** No broker answered at any of the addresses. */
public final class BrokerUnreachableException extends QuiverMessagingException {

  private static final long serialVersionUID = 1L;

  private final List<String> servers;
  private final List<String> unknownHosts;

  /** As the other constructor, of hosts that are known. */
  public BrokerUnreachableException(List<String> servers, String why, @Nullable Throwable cause) {
    this(servers, List.of(), why, cause);
  }

  /**
   * @param servers the addresses tried, each {@code host:port}
   * @param unknownHosts those of their hosts of which nobody knows an address, if that is all that
   *     is wrong
   * @param why what happened there
   */
  public BrokerUnreachableException(
      List<String> servers, List<String> unknownHosts, String why, @Nullable Throwable cause) {
    super(Sayings.ofMessaging().say("failure.unreachable", String.join(", ", servers), why), cause);
    this.servers = List.copyOf(servers);
    this.unknownHosts = List.copyOf(unknownHosts);
  }

  /** The hosts that do not exist as far as this machine knows; empty if it is something else. */
  public List<String> unknownHosts() {
    return unknownHosts;
  }

  /** The addresses tried, each {@code host:port}. */
  public List<String> servers() {
    return servers;
  }
}
