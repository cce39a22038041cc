package dev.quiver.orchestrator.ledger;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where a ledger is and how much it keeps.
 *
 * @param file its file; the folder must exist
 * @param maxEntries how many tasks it keeps; the oldest that have ended go first
 * @param maxAge how long it keeps a task after its last event
 * @param cacheMib how much of the file is kept in memory, in MiB
 */
public record LedgerConfig(Path file, int maxEntries, Duration maxAge, int cacheMib) {

  public LedgerConfig {
    if (maxEntries < 1) {
      throw new IllegalArgumentException(
          "ledger.maxEntries is "
              + maxEntries
              + ": a ledger that keeps nothing answers nothing;"
              + " set it to 1 or more");
    }
    if (maxAge.isNegative() || maxAge.isZero()) {
      throw new IllegalArgumentException(
          "ledger.maxAge is " + maxAge + ": set it to a time above zero");
    }
  }

  /** A million tasks, a week, 32 MiB. */
  public static LedgerConfig in(Path file) {
    return new LedgerConfig(file, 1_000_000, Duration.ofDays(7), 32);
  }

  public LedgerConfig withMaxEntries(int entries) {
    return new LedgerConfig(file, entries, maxAge, cacheMib);
  }

  public LedgerConfig withMaxAge(Duration age) {
    return new LedgerConfig(file, maxEntries, age, cacheMib);
  }
}
