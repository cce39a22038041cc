package dev.quiver.orchestrator.ledger;

import java.util.List;

/**
 * Some tasks of a list, the newest first.
 *
 * @param total how many fit the filter
 * @param next where the following page begins; {@link #END} if this is the last
 */
public record LedgerPage(List<LedgerEntry> entries, long total, long next) {

  /** From the newest on. */
  public static final long START = Long.MAX_VALUE;

  /** Nothing follows. */
  public static final long END = -1;

  public LedgerPage {
    entries = List.copyOf(entries);
  }
}
