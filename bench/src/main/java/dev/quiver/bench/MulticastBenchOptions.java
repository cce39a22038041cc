package dev.quiver.bench;

/**
 * How much of multicast is measured.
 *
 * @param members of each group
 * @param size bytes or characters of a message
 * @param runs how often each throughput is measured; the median counts
 * @param warmUps how many rounds are thrown away at the most before a throughput is measured
 * @param messages how many each member sends in a run
 * @param paced how many each member sends when the delivery time is measured
 * @param pauseMs the pause before each of those
 * @param peers whether JGroups is measured as well
 */
public record MulticastBenchOptions(
    int members,
    int size,
    int runs,
    int warmUps,
    int messages,
    int paced,
    int pauseMs,
    boolean peers) {

  public MulticastBenchOptions {
    if (members < 2 || members > 20) {
      throw new IllegalArgumentException("the groups have " + members + " members: 2 to 20");
    }
    if (size < 16 || size > 64 * 1024) {
      throw new IllegalArgumentException("a message has " + size + " bytes: 16 to 65536");
    }
    if (runs < 1 || warmUps < 1 || messages < 1 || paced < 1 || pauseMs < 1) {
      throw new IllegalArgumentException("every count of the benchmark is 1 or more");
    }
  }

  /** 4 members, 1 KiB, 3 runs of 5,000 messages each; delivery times at 250 a second each. */
  public static MulticastBenchOptions defaults() {
    return new MulticastBenchOptions(4, 1024, 3, 8, 5_000, 1_000, 4, true);
  }

  /** The same with another number of runs. */
  public MulticastBenchOptions withRuns(int value) {
    return new MulticastBenchOptions(
        members, size, value, warmUps, messages, paced, pauseMs, peers);
  }

  /** The same with another number of messages. */
  public MulticastBenchOptions withMessages(int value) {
    return new MulticastBenchOptions(members, size, runs, warmUps, value, paced, pauseMs, peers);
  }
}
