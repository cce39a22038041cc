package dev.quiver.orchestrator.ledger;

import java.time.Instant;

/** How many a second, over the last minute. */
final class Rate {

  private static final int SECONDS = 60;

  private final long[] counts = new long[SECONDS];
  private long latestSecond;

  void add(Instant now) {
    advance(now.getEpochSecond());
    counts[(int) (latestSecond % SECONDS)]++;
  }

  double perSecond(Instant now) {
    advance(now.getEpochSecond());
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum / (double) SECONDS;
  }

  private void advance(long second) {
    long from = Math.max(latestSecond + 1, second - SECONDS + 1);
    for (long each = from; each <= second; each++) {
      counts[(int) (each % SECONDS)] = 0;
    }
    latestSecond = Math.max(latestSecond, second);
  }
}
