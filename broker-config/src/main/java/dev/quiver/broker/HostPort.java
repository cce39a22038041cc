package dev.quiver.broker;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a broker of a pair is reached, by clients and by the other one.
 *
 * @param host a name or an address; IPv6 without brackets
 * @param port 1 to 65535
 */
public record HostPort(String host, int port) {

  private static final Pattern TEXT =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9._-]+)):([0-9]{1,5})");

  public HostPort {
    if (host.isBlank() || port < 1 || port > 65_535) {
      throw unusable(host + ":" + port);
    }
  }

  /**
   * Reads {@code host:port}.
   *
   * @throws BrokerStartException.BadConfig if it is something else
   */
  public static HostPort parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw unusable(text);
    }
    String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    return new HostPort(host, Integer.parseInt(matcher.group(3)));
  }

  /** That host as a URL has it: an IPv6 address in brackets. */
  public static String inUrl(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }

  /** As clients want it. */
  public String url() {
    return "tcp://" + this;
  }

  @Override
  public String toString() {
    return inUrl(host) + ":" + port;
  }

  private static BrokerStartException.BadConfig unusable(String text) {
    return new BrokerStartException.BadConfig(
        "host-port",
        "\""
            + text
            + "\" is not where a broker can be reached: write HOST:PORT, such as 10.0.0.2:61616",
        text);
  }
}
