package dev.quiver.dht.simulation;

import java.util.List;
import java.util.Map;

/** What the Chord papers report (ToN 2003), read off their tables and figures. */
public final class Paper {

  /** Figure 10: a network of that size. */
  public record Path(int nodes, double mean, int percentile99) {}

  /** Table II: a part of the nodes failed at once. */
  public record Failure(double failed, double pathMean, double timeoutsMean) {}

  /** Table III: so many joins and leaves a second. */
  public record ChurnRow(
      double rate, double pathMean, double timeoutsMean, double failuresPerTenThousand) {}

  /** Figures 8 and 9: that many virtual nodes a node, a million keys, ten thousand nodes. */
  public record Keys(int virtualNodes, int percentile1, int percentile99) {}

  /** Path lengths; each length from 1 on of the distribution at 4096 nodes. */
  public static final List<Path> PATHS =
      List.of(
          new Path(8, 1.71, 3),
          new Path(16, 2.08, 4),
          new Path(32, 2.48, 5),
          new Path(128, 3.38, 6),
          new Path(256, 3.87, 7),
          new Path(1024, 4.88, 8),
          new Path(4096, 5.84, 10),
          new Path(16384, 6.86, 11));

  /** The distribution of path lengths at 4096 nodes, from length 1 on. */
  public static final List<Double> PDF_4096 =
      List.of(.0033, .0180, .0571, .1288, .2124, .2254, .1938, .1094, .0412, .0092, .0012, .0002);

  public static final List<Failure> FAILURES =
      List.of(
          new Failure(0, 3.84, 0),
          new Failure(.1, 4.03, .60),
          new Failure(.3, 4.44, 2.02),
          new Failure(.5, 5.09, 5.10));

  public static final List<ChurnRow> CHURN =
      List.of(
          new ChurnRow(.05, 3.90, .05, 0),
          new ChurnRow(.10, 3.83, .11, 0),
          new ChurnRow(.20, 3.81, .23, 5),
          new ChurnRow(.30, 3.91, .34, 8),
          new ChurnRow(.40, 4.06, .46, 15));

  public static final List<Keys> KEYS =
      List.of(
          new Keys(1, 0, 477), new Keys(2, 7, 347), new Keys(10, 38, 186), new Keys(20, 50, 161));

  /** At 500,000 keys on 10,000 nodes, as multiples of the mean. */
  public static final Map<String, Double> LOAD = Map.of("maximum", 9.1, "percentile99", 4.6);

  private Paper() {}
}
