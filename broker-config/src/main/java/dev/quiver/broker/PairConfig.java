package dev.quiver.broker;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a broker of a pair must know of the pair. The two share one data folder; whoever holds its
 * lock serves.
 *
 * @param profile which of the two it is
 * @param peer where the other one is reached
 * @param advertised where clients and the other one reach this one; null if that is where it
 *     listens
 */
public record PairConfig(Profile profile, HostPort peer, @Nullable HostPort advertised) {

  static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "[::]");

  public PairConfig {
    if (profile == Profile.SINGLE) {
      throw new BrokerStartException.BadConfig(
          "a single broker has no peer: use the profile primary or backup for a pair");
    }
  }

  /** Where it is reached if it listens there. */
  HostPort self(String host, int port) {
    if (advertised != null) {
      return advertised;
    }
    if (port == 0) {
      throw new BrokerStartException.BadConfig(
          "a broker of a pair cannot take any free port, since the other one must know it: give"
              + " it a port");
    }
    if (EVERYWHERE.contains(host)) {
      throw new BrokerStartException.BadConfig(
          "the broker listens on all addresses ("
              + host
              + "), so it does not know by which one it is reached: say so, as HOST:PORT"
              + " (--advertise)");
    }
    return new HostPort(host, port);
  }
}
