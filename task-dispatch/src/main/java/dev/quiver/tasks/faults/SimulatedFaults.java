package dev.quiver.tasks.faults;

import dev.quiver.messaging.text.UnusableValueException;
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
      throw UnusableValueException.of("value.faults.crash", crashAfter);
    }
    requireRate("--fail-rate", failRate);
    requireRate("--hang-rate", hangRate);
    if (failRate + hangRate > 1) {
      throw UnusableValueException.of("value.faults.sum", Double.toString(failRate + hangRate));
    }
    if (slow.isNegative()) {
      throw UnusableValueException.of("value.faults.slow", slow);
    }
  }

  private static void requireRate(String name, double rate) {
    if (!(rate >= 0 && rate <= 1)) {
      throw UnusableValueException.of("value.faults.rate", name, Double.toString(rate));
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
