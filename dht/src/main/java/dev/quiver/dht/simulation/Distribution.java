package dev.quiver.dht.simulation;

import java.util.Arrays;

/** Whole numbers, counted: mean, percentiles, parts. */
public final class Distribution {

  private long[] counts = new long[64];
  private long total;
  private double sum;

  void add(int value) {
    if (value >= counts.length) {
      counts = Arrays.copyOf(counts, Math.max(value + 1, counts.length * 2));
    }
    counts[value]++;
    total++;
    sum += value;
  }

  void addAll(Distribution other) {
    for (int value = 0; value < other.counts.length; value++) {
      for (long left = other.counts[value]; left > 0; left--) {
        add(value);
      }
    }
  }

  public long total() {
    return total;
  }

  public double mean() {
    return total == 0 ? 0 : sum / total;
  }

  /** The smallest value that at least that part of all does not exceed. */
  public int percentile(double part) {
    long wanted = (long) Math.ceil(part * total);
    long seen = 0;
    for (int value = 0; value < counts.length; value++) {
      seen += counts[value];
      if (seen >= wanted && seen > 0) {
        return value;
      }
    }
    return 0;
  }

  public int max() {
    for (int value = counts.length - 1; value > 0; value--) {
      if (counts[value] > 0) {
        return value;
      }
    }
    return 0;
  }

  /** The part of all that has that value. */
  public double part(int value) {
    return total == 0 || value >= counts.length ? 0 : (double) counts[value] / total;
  }
}
