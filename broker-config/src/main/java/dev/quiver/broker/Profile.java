package dev.quiver.broker;

import java.util.Locale;
import java.util.Optional;

/** Which part a broker plays: alone, one of the two of a pair, or one of several of a cluster. */
public enum Profile {
  /** A broker of its own. */
  SINGLE,
  /** The one of a pair that serves whenever it runs. */
  PRIMARY,
  /** The one of a pair that waits, and serves while the primary does not. */
  BACKUP,
  /** One of several that all serve, and pass on to each other what finds nobody on its own. */
  CLUSTER;

  /** Whether nobody else uses its data folder. */
  boolean isAlone() {
    return this == SINGLE || this == CLUSTER;
  }

  /** As it is written on a command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one that is written so. */
  public static Optional<Profile> labelled(String label) {
    for (Profile each : values()) {
      if (each.label().equals(label)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
