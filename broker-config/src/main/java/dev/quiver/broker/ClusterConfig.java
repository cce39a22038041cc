package dev.quiver.broker;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a broker of a cluster must know. All of them serve, each with a data folder of its own; a
 * task for which no worker is on its broker goes to one that has workers, and an outcome to the
 * broker of whoever waits for it.
 *
 * @param others where the other ones are reached
 * @param advertised where clients and the others reach this one; null if that is where it listens
 */
public record ClusterConfig(List<HostPort> others, @Nullable HostPort advertised) {

  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "::1");

  public ClusterConfig {
    others = List.copyOf(others);
    if (others.isEmpty()) {
      throw new BrokerStartException.BadConfig(
          "cluster-alone",
          "a broker of a cluster must know at least one other one: say where it is reached"
              + " (--peer), once for each");
    }
    if (new HashSet<>(others).size() < others.size()) {
      throw new BrokerStartException.BadConfig(
          "cluster-twice",
          "the same broker is named twice among the others of the cluster: " + others,
          others.stream().map(HostPort::toString).collect(Collectors.joining(", ")));
    }
  }

  /**
   * By which names all of them know each other: where each is reached. The one that listens there
   * comes first.
   */
  List<String> names(String host, int port) {
    return Stream.concat(Stream.of(self(host, port)), others.stream())
        .map(ClusterConfig::name)
        .toList();
  }

  /** A machine has several names for itself, and its brokers need not use the same. */
  private static String name(HostPort place) {
    String host = place.host().toLowerCase(Locale.ROOT);
    return THIS_MACHINE.contains(host) ? "localhost:" + place.port() : host + ":" + place.port();
  }

  /** Where it is reached if it listens there. */
  HostPort self(String host, int port) {
    HostPort self = PairConfig.self(advertised, host, port);
    if (others.contains(self)) {
      throw new BrokerStartException.BadConfig(
          "cluster-itself",
          "the broker itself, "
              + self
              + ", is named among the others of the cluster: name only the others",
          self.toString());
    }
    return self;
  }
}
