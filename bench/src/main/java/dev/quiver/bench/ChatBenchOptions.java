package dev.quiver.bench;

import java.util.List;

/**
 * How much of chat is measured.
 *
 * @param rooms how many members the rooms have
 * @param runs how often each throughput is measured; the median counts
 * @param warmUps how many rounds are thrown away at the most before a throughput is measured
 * @param deliveries deliveries a run: one message to a room of ten is ten
 * @param pacedPerSecond at how many deliveries a second the delivery time is measured
 * @param pacedSeconds for how long
 */
public record ChatBenchOptions(
    List<Integer> rooms,
    int runs,
    int warmUps,
    int deliveries,
    int pacedPerSecond,
    int pacedSeconds) {

  public ChatBenchOptions {
    rooms = List.copyOf(rooms);
    if (rooms.isEmpty() || rooms.stream().anyMatch(size -> size < 2 || size > 1_000)) {
      throw new IllegalArgumentException("the rooms have " + rooms + " members: 2 to 1,000 each");
    }
    if (runs < 1 || warmUps < 1 || deliveries < 1 || pacedPerSecond < 1 || pacedSeconds < 1) {
      throw new IllegalArgumentException("every count of the benchmark is 1 or more");
    }
  }

  /** Rooms of 2, 10 and 100; 3 runs of 200,000 deliveries; 10 s at 5,000 deliveries a second. */
  public static ChatBenchOptions defaults() {
    // After 8 rounds of half as many, 40% of the processor time still went to the compilers.
    return new ChatBenchOptions(List.of(2, 10, 100), 3, 16, 200_000, 5_000, 10);
  }

  /** The same with another number of runs. */
  public ChatBenchOptions withRuns(int value) {
    return new ChatBenchOptions(rooms, value, warmUps, deliveries, pacedPerSecond, pacedSeconds);
  }

  /** The same with another number of deliveries a run. */
  public ChatBenchOptions withDeliveries(int value) {
    return new ChatBenchOptions(rooms, runs, warmUps, value, pacedPerSecond, pacedSeconds);
  }
}
