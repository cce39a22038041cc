package dev.quiver.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Repeats a measurement whose figures are thrown away until they rise no more: compilers of three
 * or four JVMs on two cores need a minute or two, and a figure before that tells of them alone.
 */
final class WarmUp {

  /** A window of rounds that is not this much better than the one before counts as the end. */
  private static final double STILL_RISING = 1.05;

  private static final int WINDOW = 3;

  private WarmUp() {}

  /** One round; how fast it was. */
  interface Round {
    double run() throws Exception;
  }

  /**
   * Runs rounds until the median of the last three is less than 5% above that of the three before.
   *
   * @param most how many rounds at the most
   * @return how many there were
   */
  static int until(int most, Round round) throws Exception {
    List<Double> speeds = new ArrayList<>();
    while (speeds.size() < most) {
      speeds.add(round.run());
      int done = speeds.size();
      if (done >= 2 * WINDOW
          && median(speeds.subList(done - WINDOW, done))
              < STILL_RISING * median(speeds.subList(done - 2 * WINDOW, done - WINDOW))) {
        return done;
      }
    }
    return most;
  }

  private static double median(List<Double> speeds) {
    return speeds.stream().sorted(Comparator.naturalOrder()).toList().get(speeds.size() / 2);
  }
}
