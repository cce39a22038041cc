package dev.quiver.orchestrator.ledger;

import java.util.List;

/**
 * A part of a snapshot.
 *
 * @param entries in the order in which the ledger first heard of them
 * @param next where the next part begins, {@link #END} if there is none
 */
public record LedgerChunk(List<LedgerEntry> entries, long next) {

  /** Nothing follows. */
  public static final long END = -1;

  public LedgerChunk {
    entries = List.copyOf(entries);
  }
}
