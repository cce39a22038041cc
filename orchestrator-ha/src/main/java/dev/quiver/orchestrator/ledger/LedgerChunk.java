package dev.quiver.orchestrator.ledger;

import java.util.List;

/**
 * A part of a snapshot. Its entries are records of plain values, and so become JSON as they are.
 */
public record LedgerChunk(List<LedgerEntry> entries) {
  public LedgerChunk {
    entries = List.copyOf(entries);
  }
}
