package dev.quiver.bench;

/**
 * How much of the ring is measured.
 *
 * @param nodes of the ring that is asked; a multiple of four, a quarter in each process
 * @param large nodes of the ring whose coming into being is measured; likewise
 * @param runs how often each throughput is measured; the median counts
 * @param warmUps how many rounds are thrown away at the most before a throughput is measured
 * @param lookups of a run, and gets whose time is measured
 * @param simulated nodes of a simulation, of which each looks 100 keys up
 */
public record DhtBenchOptions(
    int nodes, int large, int runs, int warmUps, int lookups, int simulated) {

  static final int PROCESSES = 4;

  public DhtBenchOptions {
    if (nodes < 20 || nodes % PROCESSES != 0 || large < 20 || large % PROCESSES != 0) {
      throw new IllegalArgumentException(
          "rings of " + nodes + " and " + large + " nodes: 20 or more, and multiples of four");
    }
    if (runs < 1 || warmUps < 1 || lookups < 1 || simulated < 8) {
      throw new IllegalArgumentException(
          "every count of the benchmark is 1 or more, and 8 nodes are simulated at least");
    }
  }

  /** 64 nodes, 3 runs of 5,000 lookups; a ring of 200; the largest network of the paper. */
  public static DhtBenchOptions defaults() {
    return new DhtBenchOptions(64, 200, 3, 8, 5_000, 16_384);
  }

  /** The same with another number of runs. */
  public DhtBenchOptions withRuns(int value) {
    return new DhtBenchOptions(nodes, large, value, warmUps, lookups, simulated);
  }

  /** The same with another number of lookups. */
  public DhtBenchOptions withLookups(int value) {
    return new DhtBenchOptions(nodes, large, runs, warmUps, value, simulated);
  }
}
