package dev.quiver.bench;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One measured figure and, where there is one, the limit it is held against.
 *
 * @param name dotted, such as {@code tasks.pool.throughput}
 * @param value the median of the runs
 * @param unit such as {@code tasks/s}
 * @param limit what the machine and the broker could do at the most, from the same run
 * @param limitName where the limit comes from, in words
 */
public record Figure(
    String name, double value, String unit, @Nullable Double limit, @Nullable String limitName) {

  /** A figure that stands alone. */
  static Figure of(String name, double value, String unit) {
    return new Figure(name, value, unit, null, null);
  }

  /** The same figure held against a limit. */
  Figure against(String limitName, double limit) {
    return new Figure(name, value, unit, limit, limitName);
  }

  /** The value as a part of the limit; null without a limit. */
  public @Nullable Double ratio() {
    return limit == null || limit == 0 ? null : value / limit;
  }

  /** The middle one of several measurements; of an even count the mean of the two middle ones. */
  static double median(double... measured) {
    if (measured.length == 0) {
      throw new IllegalArgumentException("nothing was measured, so there is no median");
    }
    double[] sorted = measured.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /**
   * A percentile by the nearest-rank definition.
   *
   * @param fraction above 0, at most 1
   */
  static double percentile(double[] measured, double fraction) {
    if (measured.length == 0) {
      throw new IllegalArgumentException("nothing was measured, so there is no percentile");
    }
    double[] sorted = measured.clone();
    Arrays.sort(sorted);
    int rank = (int) Math.ceil(fraction * sorted.length);
    return sorted[Math.max(0, Math.min(sorted.length, rank) - 1)];
  }
}
