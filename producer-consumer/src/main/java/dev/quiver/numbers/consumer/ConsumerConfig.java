package dev.quiver.numbers.consumer;

import dev.quiver.messaging.text.Names;
import dev.quiver.messaging.text.UnusableValueException;
import dev.quiver.messaging.text.ValueName;
import java.time.Duration;
import java.time.Instant;

/**
 * What a consumer does.
 *
 * @param id its id, as in its presence
 * @param untilEnd whether it ends when the runs have ended
 * @param work how long it works on each number, for demonstrations
 * @param since a run that ended before it is none of this consumer's; the start of the process, so
 *     that a run that ended while it was starting counts
 * @param timing how patient it is
 */
public record ConsumerConfig(
    String id, boolean untilEnd, Duration work, Instant since, Timing timing) {

  public ConsumerConfig {
    Names.requireWord(ValueName.CONSUMER_ID, id);
    if (work.isNegative()) {
      throw UnusableValueException.of("value.numbers.work", work.toMillis());
    }
  }

  /** With the usual patience. */
  public static ConsumerConfig of(String id, boolean untilEnd, Instant since) {
    return new ConsumerConfig(id, untilEnd, Duration.ZERO, since, Timing.defaults());
  }

  public ConsumerConfig withWork(Duration value) {
    return new ConsumerConfig(id, untilEnd, value, since, timing);
  }

  public ConsumerConfig withTiming(Timing value) {
    return new ConsumerConfig(id, untilEnd, work, since, value);
  }

  /**
   * How patient a consumer is.
   *
   * @param idle how long without a message until it says that it waits
   * @param look how often it looks who is there and which runs have ended
   * @param settle see {@link dev.quiver.numbers.run.RunBook}; longer than the time to live of a
   *     connection
   * @param grace likewise; longer than a producer takes to show itself after a restart of the
   *     broker
   */
  public record Timing(Duration idle, Duration look, Duration settle, Duration grace) {

    /** 0.5 s, 1 s, 15 s and 5 s. */
    public static Timing defaults() {
      return new Timing(
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          Duration.ofSeconds(15),
          Duration.ofSeconds(5));
    }
  }
}
