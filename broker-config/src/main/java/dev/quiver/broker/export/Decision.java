package dev.quiver.broker.export;

import java.util.Locale;
import java.util.Optional;

/** What holds for a broker as a whole, so that its operator must decide it. */
public enum Decision {
  /**
   * The broker stamps each message with the user that sent it, and takes none without. Roles refuse
   * to start without.
   */
  USERS,
  /**
   * The orchestrator may ask how full queues are and hears when a consumer goes; for that the
   * broker tells operations of management apart, and whoever could manage may all of them as
   * before. Only the orchestrator needs it.
   */
  MANAGEMENT,
  /**
   * The plugin, in the broker's {@code lib}: limits, guards and sweeps in the namespace, and
   * nothing outside.
   */
  PLUGIN;

  /** As it is written on a command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one that is written so. */
  public static Optional<Decision> labelled(String label) {
    for (Decision each : values()) {
      if (each.label().equals(label)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
