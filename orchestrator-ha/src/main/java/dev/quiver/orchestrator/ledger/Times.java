package dev.quiver.orchestrator.ledger;

import java.time.Duration;
import java.time.Instant;
import org.HdrHistogram.Histogram;

/** Durations of the last ten to twenty minutes, to two digits: two histograms take turns. */
final class Times {

  private static final Duration TURN = Duration.ofMinutes(10);
  private static final long LONGEST_MS = Duration.ofDays(30).toMillis();

  private Histogram current = new Histogram(LONGEST_MS, 2);
  private Histogram previous = new Histogram(LONGEST_MS, 2);
  private Instant turned = Instant.EPOCH;

  void add(long durationMs, Instant now) {
    if (durationMs < 0) {
      return;
    }
    turn(now);
    current.recordValue(Math.min(durationMs, LONGEST_MS));
  }

  /** Negative if there is nothing to tell. */
  long percentile(double percent, Instant now) {
    turn(now);
    Histogram both = current.copy();
    both.add(previous);
    return both.getTotalCount() == 0 ? -1 : both.getValueAtPercentile(percent);
  }

  private void turn(Instant now) {
    if (now.isBefore(turned.plus(TURN))) {
      return;
    }
    Histogram oldest = previous;
    previous = current;
    current = oldest;
    current.reset();
    if (now.isAfter(turned.plus(TURN.multipliedBy(2)))) {
      previous.reset();
    }
    turned = now;
  }
}
