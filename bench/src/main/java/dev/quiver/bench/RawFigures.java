package dev.quiver.bench;

/**
 * Measures and reports what the broker can do at the most, which other figures are held against.
 */
final class RawFigures {

  private RawFigures() {}

  /** Measures both ways of sending and returns the asynchronous one, in messages a second. */
  static double measure(RawLimit raw, int warmUps, int runs, int messages, Report report)
      throws Exception {
    report.doing("the broker's raw limit");
    WarmUp.until(warmUps, () -> raw.async(messages));
    raw.transacted(messages);
    double[] async = new double[runs];
    double[] transacted = new double[runs];
    for (int run = 0; run < runs; run++) {
      async[run] = raw.async(messages);
      transacted[run] = raw.transacted(messages);
    }
    double limit = Figure.median(async);
    report.figure(Figure.of("tasks.raw.async", limit, "messages/s"));
    report.figure(
        Figure.of("tasks.raw.transacted", Figure.median(transacted), "messages/s")
            .against("tasks.raw.async", limit));
    return limit;
  }

  /**
   * Measures how long a task takes from its submit to its outcome while nothing else is under way,
   * beside what the broker takes to put one message on disk at that time.
   *
   * @param name of the figures, such as {@code tasks.pool}
   */
  static void lone(RawLimit raw, PoolRun run, int tasks, String name, Report report)
      throws Exception {
    report.doing("the latency of a lone task");
    double stored = Figure.percentile(raw.storedMs(tasks), 0.5);
    double[] lone = run.loneTasksMs(tasks);
    report.figure(Figure.of("tasks.raw.storedP50Ms", stored, "ms"));
    report.figure(
        Figure.of(name + ".latencyP50Ms", Figure.percentile(lone, 0.5), "ms")
            .against("tasks.raw.storedP50Ms", stored));
    report.figure(Figure.of(name + ".latencyP99Ms", Figure.percentile(lone, 0.99), "ms"));
  }
}
