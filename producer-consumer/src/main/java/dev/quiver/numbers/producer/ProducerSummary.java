package dev.quiver.numbers.producer;

import dev.quiver.numbers.Run;
import java.time.Duration;

/**
 * What a producer has done.
 *
 * @param count how many it was to send
 * @param sent how many are in the queue, or were
 * @param blocked how often it waited for room in the queue
 * @param took from the first send to the last
 * @param ended whether the end marker was sent
 */
public record ProducerSummary(
    Run run, int count, int sent, int even, int odd, int blocked, Duration took, boolean ended) {

  /** Numbers a second. */
  public double rate() {
    double seconds = took.toNanos() / 1e9;
    return seconds > 0 ? sent / seconds : 0;
  }
}
