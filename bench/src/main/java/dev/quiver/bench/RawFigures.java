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
}
