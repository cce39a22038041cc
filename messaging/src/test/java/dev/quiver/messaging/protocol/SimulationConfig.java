package dev.quiver.messaging.protocol;

import java.time.Duration;

/**
 * What the simulated network does to messages.
 *
 * @param minDelay the shortest way of a message
 * @param maxDelay the longest; two messages of different queues may so change places
 * @param loss the part of messages that are lost, 0 to 1
 * @param duplicates the part of messages that arrive twice, 0 to 1
 * @param durable whether what is sent to a crashed node waits for its restart
 */
public record SimulationConfig(
    Duration minDelay, Duration maxDelay, double loss, double duplicates, boolean durable) {

  /** 1 to 20 ms, nothing lost or doubled, queues that go with their node. */
  public static SimulationConfig defaults() {
    return new SimulationConfig(Duration.ofMillis(1), Duration.ofMillis(20), 0, 0, false);
  }

  public SimulationConfig withDelay(Duration min, Duration max) {
    return new SimulationConfig(min, max, loss, duplicates, durable);
  }

  public SimulationConfig withLoss(double value) {
    return new SimulationConfig(minDelay, maxDelay, value, duplicates, durable);
  }

  public SimulationConfig withDuplicates(double value) {
    return new SimulationConfig(minDelay, maxDelay, loss, value, durable);
  }

  public SimulationConfig withDurable(boolean value) {
    return new SimulationConfig(minDelay, maxDelay, loss, duplicates, value);
  }
}
