package dev.quiver.bench;

/**
 * How much is measured of the orchestrator.
 *
 * @param runs how often each throughput is measured; the median counts
 * @param warmUps how many rounds are thrown away at the most before a throughput is measured
 * @param tasks tasks a run
 * @param rawMessages messages a run of the raw limit
 * @param loneTasks how many tasks are sent one by one for the latency
 * @param backlog how many tasks wait while the throughput is measured
 * @param kills how many workers, and how many leaders, are killed
 * @param freezes how many of each are held with SIGSTOP until others have taken over
 * @param ledger how many tasks the ledger has when its memory and its answers are measured
 */
public record OrchestratorBenchOptions(
    int runs,
    int warmUps,
    int tasks,
    int rawMessages,
    int loneTasks,
    int backlog,
    int kills,
    int freezes,
    int ledger) {

  public OrchestratorBenchOptions {
    if (runs < 1
        || warmUps < 1
        || tasks < 1
        || rawMessages < 1
        || loneTasks < 1
        || backlog < 1
        || ledger < 1) {
      throw new IllegalArgumentException(
          "every count of the benchmark is 1 or more, only those of kills and freezes may be 0");
    }
    if (kills < 0 || freezes < 0) {
      throw new IllegalArgumentException("kills and freezes are 0 (leave them out) or more");
    }
    if (ledger > 1_000_000) {
      throw new IllegalArgumentException(
          "the ledger is to have " + ledger + " tasks: it keeps a million at the most");
    }
  }

  /**
   * 5 runs, at most 15 before them to warm up, of 100,000 tasks, 1,000 lone ones, 10,000 waiting,
   * 20 kills and 5 freezes of each kind, a million tasks in the ledger.
   */
  public static OrchestratorBenchOptions defaults() {
    return new OrchestratorBenchOptions(5, 15, 100_000, 200_000, 1_000, 10_000, 20, 5, 1_000_000);
  }

  /** The same with another number of runs. */
  public OrchestratorBenchOptions withRuns(int value) {
    return new OrchestratorBenchOptions(
        value, warmUps, tasks, rawMessages, loneTasks, backlog, kills, freezes, ledger);
  }

  /** The same with another number of tasks a run. */
  public OrchestratorBenchOptions withTasks(int value) {
    return new OrchestratorBenchOptions(
        runs, warmUps, value, rawMessages, loneTasks, backlog, kills, freezes, ledger);
  }

  /** The same with another number of kills. */
  public OrchestratorBenchOptions withKills(int value) {
    return new OrchestratorBenchOptions(
        runs, warmUps, tasks, rawMessages, loneTasks, backlog, value, freezes, ledger);
  }

  /** The same with another number of freezes. */
  public OrchestratorBenchOptions withFreezes(int value) {
    return new OrchestratorBenchOptions(
        runs, warmUps, tasks, rawMessages, loneTasks, backlog, kills, value, ledger);
  }

  /** The same with another number of tasks in the ledger. */
  public OrchestratorBenchOptions withLedger(int value) {
    return new OrchestratorBenchOptions(
        runs, warmUps, tasks, rawMessages, loneTasks, backlog, kills, freezes, value);
  }
}
