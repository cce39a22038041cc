package dev.quiver.tasks.worker;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before an attempt is repeated: twice as long after each, up to a limit, and by
 * chance up to half of it shorter, so that tasks that failed together do not come back together.
 *
 * @param first the wait after the first attempt
 * @param longest the wait is never longer
 */
public record Backoff(Duration first, Duration longest) {

  public Backoff {
    if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "the back-off goes from "
              + first
              + " to "
              + longest
              + ": the first wait is above zero and the longest not shorter than it");
    }
  }

  /** From 1 s to 5 min. */
  public static Backoff defaults() {
    return new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));
  }

  /**
   * The wait after an attempt.
   *
   * @param attempt which one failed, from 1
   */
  Duration after(int attempt, RandomGenerator random) {
    int doublings = Math.min(attempt - 1, 30);
    long full = first.toMillis() << doublings;
    if (full >>> doublings != first.toMillis() || full > longest.toMillis()) {
      full = longest.toMillis();
    }
    return Duration.ofMillis(Math.max(1, full - random.nextLong(full / 2 + 1)));
  }
}
