package dev.quiver.orchestrator.ledger;

import dev.quiver.orchestrator.TaskState;
import java.util.Map;

/**
 * Figures of a ledger. What waits is not in it: the broker counts that.
 *
 * @param counts how many tasks the ledger keeps in each state
 * @param assignedPerSecond assignments, on average over the last minute
 * @param endedPerSecond outcomes, on average over the last minute
 * @param waitedP50Ms from submit to the last assignment, of what ended in the last ten to twenty
 *     minutes; negative if nothing did
 */
public record LedgerStatistics(
    Map<TaskState, Long> counts,
    double assignedPerSecond,
    double endedPerSecond,
    long waitedP50Ms,
    long waitedP95Ms,
    long ranP50Ms,
    long ranP95Ms) {
  public LedgerStatistics {
    counts = Map.copyOf(counts);
  }
}
