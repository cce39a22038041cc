package dev.quiver.orchestrator.ledger;

import dev.quiver.orchestrator.TaskState;
import org.jspecify.annotations.Nullable;

/** Which tasks a list shows: those that fit all that is asked for; null asks for nothing. */
public record LedgerFilter(
    @Nullable TaskState state,
    @Nullable String type,
    @Nullable String worker,
    @Nullable String submitter,
    @Nullable String batch) {

  /** Every task. */
  public static LedgerFilter all() {
    return new LedgerFilter(null, null, null, null, null);
  }

  public LedgerFilter withState(TaskState wanted) {
    return new LedgerFilter(wanted, type, worker, submitter, batch);
  }

  public LedgerFilter withType(String wanted) {
    return new LedgerFilter(state, wanted, worker, submitter, batch);
  }

  public LedgerFilter withWorker(String wanted) {
    return new LedgerFilter(state, type, wanted, submitter, batch);
  }

  public LedgerFilter withSubmitter(String wanted) {
    return new LedgerFilter(state, type, worker, wanted, batch);
  }

  public LedgerFilter withBatch(String wanted) {
    return new LedgerFilter(state, type, worker, submitter, wanted);
  }
}
