package dev.quiver.orchestrator.shell;

import dev.quiver.messaging.text.Names;
import dev.quiver.messaging.text.ValueName;
import dev.quiver.orchestrator.OrchestratorConfig;
import dev.quiver.orchestrator.ledger.LedgerConfig;
import dev.quiver.tasks.history.TaskHistory;
import java.time.Duration;

/**
 * How an orchestrator runs.
 *
 * @param id its name among the orchestrators of the installation
 * @param ledger where its ledger is; each orchestrator has one of its own
 * @param core how it decides
 * @param timeToLive after that time without a sign the broker takes it for dead, and another leads
 * @param batch how many moves at most one transaction has
 * @param history hears of reigns and of their commits
 */
public record RoleConfig(
    String id,
    LedgerConfig ledger,
    OrchestratorConfig core,
    Duration timeToLive,
    int batch,
    TaskHistory history) {

  public RoleConfig {
    Names.requireWord(ValueName.ORCHESTRATOR_ID, id);
    if (batch < 1) {
      throw new IllegalArgumentException(
          "orchestrator.batch is " + batch + ": a transaction needs at least one move");
    }
  }

  /** Five seconds to live, transactions of up to 250 moves. */
  public static RoleConfig of(String id, LedgerConfig ledger) {
    return new RoleConfig(
        id, ledger, OrchestratorConfig.defaults(), Duration.ofSeconds(5), 250, TaskHistory.NONE);
  }

  public RoleConfig withCore(OrchestratorConfig value) {
    return new RoleConfig(id, ledger, value, timeToLive, batch, history);
  }

  public RoleConfig withTimeToLive(Duration value) {
    return new RoleConfig(id, ledger, core, value, batch, history);
  }

  /** The same, recording its reigns. */
  public RoleConfig withHistory(TaskHistory value) {
    return new RoleConfig(id, ledger, core, timeToLive, batch, value);
  }
}
