package dev.quiver.broker;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a broker of a pair must know of the pair. Either the two share one data folder, and whoever
 * holds the lock of its journal serves; or each has its own, the one that serves replicates to the
 * other, and a lock outside decides.
 *
 * @param profile which of the two it is
 * @param peer where the other one is reached
 * @param advertised where clients and the other one reach this one; null if that is where it
 *     listens
 * @param lock what decides if each has a data folder of its own; null if they share one
 */
public record PairConfig(
    Profile profile, HostPort peer, @Nullable HostPort advertised, @Nullable PairLock lock) {

  static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "[::]");

  public PairConfig {
    if (profile.isAlone()) {
      throw new BrokerStartException.BadConfig(
          "no-pair",
          "a "
              + profile.label()
              + " broker has no peer: use the profile primary or backup for a pair",
          profile.label());
    }
  }

  /** One of a pair on the same data folder. */
  public PairConfig(Profile profile, HostPort peer, @Nullable HostPort advertised) {
    this(profile, peer, advertised, null);
  }

  /** Where it is reached if it listens there. */
  HostPort self(String host, int port) {
    return self(advertised, host, port);
  }

  /** Where one of several is reached if it listens there. */
  static HostPort self(@Nullable HostPort advertised, String host, int port) {
    if (advertised != null) {
      return advertised;
    }
    if (port == 0) {
      throw new BrokerStartException.BadConfig(
          "needs-port",
          "one of several brokers cannot take any free port, since the others must know it: give"
              + " it a port");
    }
    if (EVERYWHERE.contains(host)) {
      throw new BrokerStartException.BadConfig(
          "needs-advertise",
          "the broker listens on all addresses ("
              + host
              + "), so it does not know by which one it is reached: say so, as HOST:PORT"
              + " (--advertise)",
          host);
    }
    return new HostPort(host, port);
  }
}
