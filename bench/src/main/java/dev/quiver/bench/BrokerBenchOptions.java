package dev.quiver.bench;

/**
 * How much is measured of a pair of brokers.
 *
 * @param kills how often the live one is killed
 * @param tasksPerSecond how many tasks are submitted meanwhile
 * @param between how many tasks end between a takeover and what comes next
 */
public record BrokerBenchOptions(int kills, int tasksPerSecond, int between) {

  public BrokerBenchOptions {
    if (kills < 1 || tasksPerSecond < 1 || between < 1) {
      throw new IllegalArgumentException("every count of the benchmark is 1 or more");
    }
    if ((long) kills * between * 3 > 150_000) {
      throw new IllegalArgumentException(
          "a run of "
              + kills
              + " kills has more tasks than the broker remembers ids, so that it could not tell"
              + " whether any was done twice");
    }
  }

  /** 20 kills under 500 tasks a second, 2,000 tasks between one thing and the next. */
  public static BrokerBenchOptions defaults() {
    return new BrokerBenchOptions(20, 500, 2_000);
  }

  /** The same with another number of kills. */
  public BrokerBenchOptions withKills(int value) {
    return new BrokerBenchOptions(value, tasksPerSecond, between);
  }

  /** The same with another rate. */
  public BrokerBenchOptions withTasksPerSecond(int value) {
    return new BrokerBenchOptions(kills, value, between);
  }
}
