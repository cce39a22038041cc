package dev.quiver.numbers.producer;

import dev.quiver.messaging.text.UnusableValueException;
import dev.quiver.numbers.Run;
import dev.quiver.numbers.draw.NumberRange;
import java.time.Duration;

/**
 * What a producer does.
 *
 * @param run its run: its id and the run's
 * @param count how many numbers, 0 to {@link Run#MAX_COUNT}
 * @param range from which they are drawn
 * @param pause how long between the beginnings of two sends, at least; zero for as fast as may be
 * @param notice how long a send may take before it is said to be blocked
 * @param look how often it looks whether there is a consumer
 */
public record ProducerConfig(
    Run run, int count, NumberRange range, Duration pause, Duration notice, Duration look) {

  /** The highest rate that may be asked for, in numbers a second. */
  static final int MAX_RATE = 1_000_000;

  public ProducerConfig {
    if (count < 0 || count > Run.MAX_COUNT) {
      throw UnusableValueException.of("value.numbers.count", count, Run.MAX_COUNT);
    }
    if (pause.isNegative()) {
      throw new IllegalArgumentException("the pause between two numbers is negative: " + pause);
    }
  }

  /** So many numbers of that range, as fast as may be. */
  public static ProducerConfig of(Run run, int count, NumberRange range) {
    return new ProducerConfig(
        run, count, range, Duration.ZERO, Duration.ofMillis(300), Duration.ofSeconds(1));
  }

  /** The same with a limit of numbers a second. */
  public ProducerConfig withRate(double perSecond) {
    if (!(perSecond > 0) || perSecond > MAX_RATE) {
      throw UnusableValueException.of("value.numbers.rate", Double.toString(perSecond), MAX_RATE);
    }
    Duration between = Duration.ofNanos(Math.round(1e9 / perSecond));
    return new ProducerConfig(run, count, range, between, notice, look);
  }
}
