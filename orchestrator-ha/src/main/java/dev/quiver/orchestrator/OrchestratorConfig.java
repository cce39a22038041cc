package dev.quiver.orchestrator;

import java.time.Duration;

/**
 * How an orchestrator decides.
 *
 * @param detectionLimit a worker is considered failed after that long without a beat
 * @param checkEvery how often silence is looked for
 * @param countEvery how often the workers' queues are counted
 * @param sweepEvery how often queues that nobody reads are searched for what is cancelled or
 *     overdue
 * @param ahead a worker may have waiting what it finishes in this time, beyond what it runs
 * @param minAhead and at least that many tasks
 * @param maxAhead and at most that many tasks
 * @param suspectAfter a task that was delivered to that many workers which died runs alone
 */
public record OrchestratorConfig(
    Duration detectionLimit,
    Duration checkEvery,
    Duration countEvery,
    Duration sweepEvery,
    Duration ahead,
    int minAhead,
    int maxAhead,
    int suspectAfter,
    Policy policy) {

  /** Who gets the next task among those that have its type and room. */
  public enum Policy {
    /** Whoever has waited longest for one. */
    ROUND_ROBIN,
    /** Whoever has the least to do for its concurrency. */
    LEAST_LOADED
  }

  public OrchestratorConfig {
    requirePositive("detectionLimit", detectionLimit);
    requirePositive("checkEvery", checkEvery);
    requirePositive("countEvery", countEvery);
    requirePositive("sweepEvery", sweepEvery);
    requirePositive("ahead", ahead);
    if (minAhead < 0 || maxAhead < minAhead) {
      throw new IllegalArgumentException(
          "minAhead is " + minAhead + " and maxAhead " + maxAhead + ": set 0 <= min <= max");
    }
    if (suspectAfter < 1) {
      throw new IllegalArgumentException(
          "suspectAfter is " + suspectAfter + ": set it to 1 or more (3 spares neighbours)");
    }
  }

  /** Beats of 1 s, failed after 3. */
  public static OrchestratorConfig defaults() {
    return new OrchestratorConfig(
        Duration.ofSeconds(3),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofMillis(100),
        1,
        1000,
        3,
        Policy.ROUND_ROBIN);
  }

  public OrchestratorConfig withDetectionLimit(Duration limit) {
    return new OrchestratorConfig(
        limit, checkEvery, countEvery, sweepEvery, ahead, minAhead, maxAhead, suspectAfter, policy);
  }

  public OrchestratorConfig withAhead(Duration newAhead, int min, int max) {
    return new OrchestratorConfig(
        detectionLimit,
        checkEvery,
        countEvery,
        sweepEvery,
        newAhead,
        min,
        max,
        suspectAfter,
        policy);
  }

  public OrchestratorConfig withPolicy(Policy newPolicy) {
    return new OrchestratorConfig(
        detectionLimit,
        checkEvery,
        countEvery,
        sweepEvery,
        ahead,
        minAhead,
        maxAhead,
        suspectAfter,
        newPolicy);
  }

  private static void requirePositive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " is " + value + ": it needs a time above zero");
    }
  }
}
