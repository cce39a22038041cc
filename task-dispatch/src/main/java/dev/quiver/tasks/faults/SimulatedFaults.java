package dev.quiver.tasks.faults;

import java.time.Duration;

/**
 * What is to go wrong in a worker.
 *
 * @param crashAfter with which task the process dies, counted from 1: after the work is done and
 *     before its outcome is on disk, which is the worst moment; 0 for never
 * @param failRate which part of the attempts fails, from 0 to 1
 * @param hangRate which part never ends by itself, from 0 to 1; it heeds an interrupt
 * @param slow how long each attempt is held up before it begins
 */
public record SimulatedFaults(int crashAfter, double failRate, double hangRate, Duration slow) {

  public SimulatedFaults {
    if (crashAfter < 0) {
      throw new IllegalArgumentException(
          "crash-after is " + crashAfter + ": say with which task to die, from 1");
    }
    requireRate("fail-rate", failRate);
    requireRate("hang-rate", hangRate);
    if (failRate + hangRate > 1) {
      throw new IllegalArgumentException(
          "fail-rate and hang-rate are together "
              + (failRate + hangRate)
              + ": an attempt fails or hangs, so that together they are 1 at most");
    }
    if (slow.isNegative()) {
      throw new IllegalArgumentException("slow is " + slow + ": give a time of 0 or more");
    }
  }

  private static void requireRate(String name, double rate) {
    if (!(rate >= 0 && rate <= 1)) {
      throw new IllegalArgumentException(
          name + " is " + rate + ": say which part of the attempts, from 0 to 1, such as 0.1");
    }
  }

  /** Nothing goes wrong on purpose. */
  public static SimulatedFaults none() {
    return new SimulatedFaults(0, 0, 0, Duration.ZERO);
  }

  /** Whether anything was asked for. */
  public boolean any() {
    return !equals(none());
  }
}
