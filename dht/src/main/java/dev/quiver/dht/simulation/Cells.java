package dev.quiver.dht.simulation;

import java.util.Locale;

/** Figures as they stand in the tables, in every language the same. */
final class Cells {

  static String fixed(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  /** How much more ours is than theirs. */
  static String percent(double ours, double theirs) {
    return String.format(Locale.ROOT, "%+.1f%%", (ours / theirs - 1) * 100);
  }

  private Cells() {}
}
