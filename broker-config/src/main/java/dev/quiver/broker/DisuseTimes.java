package dev.quiver.broker;

import java.time.Duration;

/**
 * How long a variable queue that is empty and has no consumer stays before the broker removes it
 * together with its address. Counted from the broker's start at the earliest, so that owners have
 * time to come back.
 *
 * @param worker queues of workers with a generated id ({@code Worker-} and digits); those of chosen
 *     ids stay until removed by command
 * @param results inboxes of task clients; longer than the longest life of a task with its retention
 * @param others reply queues, nodes, peers and groups, rooms, numbers
 * @param subscription an orchestrator's durable subscription, removed whatever it holds
 * @param scan how often the broker looks
 */
public record DisuseTimes(
    Duration worker, Duration results, Duration others, Duration subscription, Duration scan) {

  public DisuseTimes {
    positive("worker", worker);
    positive("results", results);
    positive("others", others);
    positive("subscription", subscription);
    positive("scan", scan);
  }

  /** An hour for workers and the like, eight days for inboxes, two for subscriptions. */
  public static DisuseTimes defaults() {
    return new DisuseTimes(
        Duration.ofHours(1),
        Duration.ofDays(8),
        Duration.ofHours(1),
        Duration.ofDays(2),
        Duration.ofSeconds(30));
  }

  /** One time for all and a scan every fifth of it: for tests. */
  public static DisuseTimes of(Duration all) {
    Duration scan = all.dividedBy(5);
    return new DisuseTimes(all, all, all, all, scan.isZero() ? Duration.ofMillis(1) : scan);
  }

  private static void positive(String name, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new BrokerStartException.BadConfig(
          "disuse",
          "the time of disuse \"" + name + "\" is " + value + ": it must be longer than nothing",
          name,
          value.toString());
    }
  }
}
