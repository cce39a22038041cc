package dev.quiver.broker;

import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
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
