package dev.quiver.broker.certs;

import dev.quiver.broker.UnusableException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The names by which a broker is reached. */
final class Hosts {

  private static final Pattern NAME =
      Pattern.compile(
          "(\\*\\.)?[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?"
              + "(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*");

  private static final Pattern IPV4 =
      Pattern.compile(
          "(25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})(\\.(25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})){3}");

  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  private Hosts() {}

  /**
   * This machine by its usual names, and those that were asked for.
   *
   * @throws UnusableException if one cannot be in a certificate
   */
  static List<String> withOwn(List<String> asked) {
    Set<String> hosts = new LinkedHashSet<>(List.of("localhost", "127.0.0.1", "::1"));
    ownName().filter(name -> NAME.matcher(name).matches()).ifPresent(hosts::add);
    for (String host : asked) {
      if (!isAddress(host) && !NAME.matcher(host).matches()) {
        throw new UnusableException(
            "host",
            "\""
                + host
                + "\" is no name or address of a machine: write such as broker.example or"
                + " 10.0.0.2, without a port",
            host);
      }
      hosts.add(host);
    }
    return new ArrayList<>(hosts);
  }

  private static Optional<String> ownName() {
    try {
      return Optional.of(InetAddress.getLocalHost().getHostName());
    } catch (UnknownHostException nameless) {
      return Optional.empty();
    }
  }

  /** Whether it is an address, not a name. */
  static boolean isAddress(String host) {
    return IPV4.matcher(host).matches() || IPV6.matcher(host).matches();
  }
}
