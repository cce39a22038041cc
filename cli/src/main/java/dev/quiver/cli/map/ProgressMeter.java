package dev.quiver.cli.map;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;

/** How fast a run goes and how long it will take, from what it did in the last few seconds. */
final class ProgressMeter {

  private static final long WINDOW_NANOS = Duration.ofSeconds(10).toNanos();

  private record Sample(long nanos, long done) {}

  private final Deque<Sample> samples = new ArrayDeque<>();

  /**
   * @param startNanos when the run began
   */
  ProgressMeter(long startNanos) {
    samples.add(new Sample(startNanos, 0));
  }

  /** Notes how many are done at that time. */
  void update(long nanos, long done) {
    samples.addLast(new Sample(nanos, done));
    while (samples.size() > 2 && nanos - samples.getFirst().nanos() > WINDOW_NANOS) {
      samples.removeFirst();
    }
  }

  /** Inputs a second. */
  double rate() {
    Sample first = samples.getFirst();
    Sample last = samples.getLast();
    long nanos = last.nanos() - first.nanos();
    return nanos <= 0 ? 0 : (last.done() - first.done()) * 1e9 / nanos;
  }

  /** How long the rest will take at that rate; empty if that cannot be known. */
  Optional<Duration> remaining(OptionalLong total) {
    double rate = rate();
    if (total.isEmpty() || rate <= 0) {
      return Optional.empty();
    }
    long left = total.getAsLong() - samples.getLast().done();
    return Optional.of(Duration.ofMillis(Math.round(left * 1000.0 / rate)));
  }
}
