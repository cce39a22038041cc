package dev.quiver.messaging.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/** Proves that a simulation is one: the same seed twice, the same trace. */
public final class Replay {

  private Replay() {}

  /**
   * Runs the scenario twice and compares the traces line by line.
   *
   * @param scenario makes a simulator of that seed, runs it and returns its trace
   */
  public static void assertDeterministic(long seed, LongFunction<List<String>> scenario) {
    List<String> first = scenario.apply(seed);
    List<String> second = scenario.apply(seed);
    assertThat(first).as("the trace of seed " + seed).isNotEmpty().isEqualTo(second);
  }

  /**
   * So many seeds, from 1 on; with the system property {@code quiver.seed} just that one, with
   * {@code quiver.seeds} that many.
   *
   * @param count how many unless told otherwise
   */
  public static LongStream seeds(int count) {
    Long only = Long.getLong("quiver.seed");
    return only == null
        ? LongStream.rangeClosed(1, Long.getLong("quiver.seeds", count))
        : LongStream.of(only);
  }
}
