package dev.quiver.bench;

/**
 * How much is measured.
 *
 * @param runs how often each throughput is measured; the median counts
 * @param warmUps how many rounds are thrown away at the most before a throughput is measured
 * @param tasks tasks a run
 * @param rawMessages messages a run of the raw limit
 * @param loneTasks how many tasks are sent one by one for the latency
 * @param smallBacklog how many tasks wait while the throughput is measured
 * @param largeBacklog how many tasks wait while it is measured again; 0 leaves that out
 */
public record TasksBenchOptions(
    int runs,
    int warmUps,
    int tasks,
    int rawMessages,
    int loneTasks,
    int smallBacklog,
    int largeBacklog) {

  public TasksBenchOptions {
    if (runs < 1
        || warmUps < 1
        || tasks < 1
        || rawMessages < 1
        || loneTasks < 1
        || smallBacklog < 1) {
      throw new IllegalArgumentException(
          "every count of the benchmark is 1 or more, only the large backlog may be 0");
    }
    if (largeBacklog < 0 || largeBacklog > 10_000_000) {
      throw new IllegalArgumentException(
          "the large backlog is " + largeBacklog + ": 0 (leave it out) to 10,000,000");
    }
  }

  /**
   * 5 runs, at most 15 before them to warm up, of 150,000 tasks, 1,000 lone ones, backlogs of
   * 10,000 and 1,000,000.
   */
  public static TasksBenchOptions defaults() {
    return new TasksBenchOptions(5, 15, 150_000, 200_000, 1_000, 10_000, 1_000_000);
  }

  /** The same with another number of runs. */
  public TasksBenchOptions withRuns(int value) {
    return new TasksBenchOptions(
        value, warmUps, tasks, rawMessages, loneTasks, smallBacklog, largeBacklog);
  }

  /** The same with another limit for warming up. */
  public TasksBenchOptions withWarmUps(int value) {
    return new TasksBenchOptions(
        runs, value, tasks, rawMessages, loneTasks, smallBacklog, largeBacklog);
  }

  /** The same with another number of tasks a run. */
  public TasksBenchOptions withTasks(int value) {
    return new TasksBenchOptions(
        runs, warmUps, value, rawMessages, loneTasks, smallBacklog, largeBacklog);
  }

  /** The same with another large backlog. */
  public TasksBenchOptions withLargeBacklog(int value) {
    return new TasksBenchOptions(runs, warmUps, tasks, rawMessages, loneTasks, smallBacklog, value);
  }
}
