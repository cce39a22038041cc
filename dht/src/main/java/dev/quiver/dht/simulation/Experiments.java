package dev.quiver.dht.simulation;

import dev.quiver.dht.picture.Chart;
import dev.quiver.dht.picture.Chart.Look;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The experiments with their tables and pictures: ours beside the paper's. */
public final class Experiments {

  /** What an experiment is about to do, with the number that goes with it. */
  public enum Stage {
    NODES,
    KEYS,
    VIRTUAL_NODES,
    HEALING,
    CHURN
  }

  private static final int HISTOGRAM_NODES = 4096;

  private Experiments() {}

  /**
   * Figure 10 of the paper.
   *
   * @param progress hears what is done
   */
  public static Report pathLength(List<Integer> sizes, long seed, ObjIntConsumer<Stage> progress) {
    List<PathLength.Result> results = new ArrayList<>();
    for (int size : sizes) {
      progress.accept(Stage.NODES, size);
      results.add(PathLength.run(size, seed));
    }
    List<List<String>> rows = new ArrayList<>();
    for (PathLength.Result each : results) {
      Paper.Path paper =
          Paper.PATHS.stream().filter(p -> p.nodes() == each.nodes()).findFirst().orElse(null);
      rows.add(
          List.of(
              Integer.toString(each.nodes()),
              Long.toString(each.lookups()),
              fixed(each.lengths().mean()),
              paper == null ? "" : fixed(paper.mean()),
              paper == null ? "" : percent(each.lengths().mean(), paper.mean()),
              fixed(each.halfLog()),
              Integer.toString(each.lengths().percentile(.01)),
              Integer.toString(each.lengths().percentile(.99)),
              paper == null ? "" : Integer.toString(paper.percentile99()),
              fixed(each.meanOfNetworks(.025)),
              fixed(each.meanOfNetworks(.975))));
    }
    Map<String, String> pictures = new LinkedHashMap<>();
    pictures.put("path-length.svg", pathPicture(results));
    results.stream()
        .filter(each -> each.nodes() == HISTOGRAM_NODES)
        .findFirst()
        .ifPresent(each -> pictures.put("path-length-4096.svg", hopPicture(each)));
    return new Report(
        "path-length",
        List.of(
            "nodes",
            "lookups",
            "mean",
            "paper",
            "difference",
            "halfLog2",
            "p1",
            "p99",
            "paperP99",
            "single2.5%",
            "single97.5%"),
        rows,
        pictures);
  }

  private static String pathPicture(List<PathLength.Result> results) {
    double[] x = results.stream().mapToDouble(PathLength.Result::nodes).toArray();
    Chart chart =
        new Chart("Path length against the number of nodes", "nodes", "hops", true)
            .addSpread(
                "ours: mean, 1st-99th percentile",
                Look.LINE,
                x,
                results.stream().mapToDouble(r -> r.lengths().mean()).toArray(),
                results.stream().mapToDouble(r -> r.lengths().percentile(.01)).toArray(),
                results.stream().mapToDouble(r -> r.lengths().percentile(.99)).toArray());
    List<Paper.Path> paper =
        Paper.PATHS.stream()
            .filter(p -> results.stream().anyMatch(r -> r.nodes() == p.nodes()))
            .toList();
    if (!paper.isEmpty()) {
      chart.add(
          "the paper's mean",
          Look.POINTS,
          paper.stream().mapToDouble(Paper.Path::nodes).toArray(),
          paper.stream().mapToDouble(Paper.Path::mean).toArray());
    }
    return chart
        .add(
            "half of log2 N",
            Look.LINE,
            x,
            results.stream().mapToDouble(PathLength.Result::halfLog).toArray())
        .svg();
  }

  private static String hopPicture(PathLength.Result result) {
    int longest = Math.max(Paper.PDF_4096.size(), result.lengths().percentile(.9999));
    double[] all = IntStream.rangeClosed(1, longest).asDoubleStream().toArray();
    double[] ours = IntStream.rangeClosed(1, longest).mapToDouble(result.lengths()::part).toArray();
    double[] papers =
        IntStream.rangeClosed(1, longest)
            .mapToDouble(i -> i <= Paper.PDF_4096.size() ? Paper.PDF_4096.get(i - 1) : 0)
            .toArray();
    return new Chart("Path lengths at 4096 nodes", "hops", "part of all lookups", false)
        .add("ours", Look.BARS, all, ours)
        .add("the paper's", Look.BARS, all, papers)
        .svg();
  }

  /** The balance of keys, and figure 9. */
  public static Report load(int nodes, long seed, ObjIntConsumer<Stage> progress) {
    List<List<String>> rows = new ArrayList<>();
    progress.accept(Stage.KEYS, 50 * nodes);
    Load.Result plain = Load.run(nodes, 50 * nodes, 1, seed);
    rows.add(loadRow(plain, "", "", nodes == 10_000 ? "9.10" : ""));
    List<Load.Result> results = new ArrayList<>();
    for (int virtual : new int[] {1, 2, 5, 10, 20}) {
      progress.accept(Stage.VIRTUAL_NODES, virtual);
      Load.Result result = Load.run(nodes, 100 * nodes, virtual, seed);
      results.add(result);
      Paper.Keys paper =
          nodes != 10_000
              ? null
              : Paper.KEYS.stream()
                  .filter(p -> p.virtualNodes() == virtual)
                  .findFirst()
                  .orElse(null);
      rows.add(
          loadRow(
              result,
              paper == null ? "" : Integer.toString(paper.percentile1()),
              paper == null ? "" : Integer.toString(paper.percentile99()),
              ""));
    }
    double[] x = results.stream().mapToDouble(Load.Result::virtualNodes).toArray();
    String perNode =
        new Chart("Keys per node", "virtual nodes of each node", "keys", false)
            .addSpread(
                "ours: mean, 1st-99th percentile",
                Look.LINE,
                x,
                results.stream().mapToDouble(r -> r.keysPerNode().mean()).toArray(),
                results.stream().mapToDouble(r -> r.keysPerNode().percentile(.01)).toArray(),
                results.stream().mapToDouble(r -> r.keysPerNode().percentile(.99)).toArray())
            .add(
                "the paper's 99th percentile",
                Look.POINTS,
                Paper.KEYS.stream().mapToDouble(Paper.Keys::virtualNodes).toArray(),
                Paper.KEYS.stream().mapToDouble(Paper.Keys::percentile99).toArray())
            .svg();
    return new Report(
        "load",
        List.of(
            "nodes",
            "keys",
            "virtualNodes",
            "mean",
            "p1",
            "paperP1",
            "p99",
            "paperP99",
            "max",
            "maxToMean",
            "paperMaxToMean"),
        rows,
        Map.of("load.svg", perNode, "load-distribution.svg", loadPicture(plain)));
  }

  private static List<String> loadRow(
      Load.Result result, String paper1, String paper99, String paperMax) {
    Distribution keys = result.keysPerNode();
    return List.of(
        Integer.toString(result.nodes()),
        Integer.toString(result.keys()),
        Integer.toString(result.virtualNodes()),
        fixed(keys.mean()),
        Integer.toString(keys.percentile(.01)),
        paper1,
        Integer.toString(keys.percentile(.99)),
        paper99,
        Integer.toString(keys.max()),
        fixed(result.maximumToMean()),
        paperMax);
  }

  private static String loadPicture(Load.Result result) {
    int longest = result.keysPerNode().percentile(.999);
    int width = Math.max(1, longest / 40);
    int classes = longest / width + 1;
    double[] x = IntStream.range(0, classes).mapToDouble(i -> i * width).toArray();
    double[] y =
        IntStream.range(0, classes)
            .mapToDouble(
                i ->
                    IntStream.range(i * width, (i + 1) * width)
                        .mapToDouble(result.keysPerNode()::part)
                        .sum())
            .toArray();
    return new Chart(
            "Keys per node, one place each", "keys (of " + width + " each)", "part of nodes", false)
        .add("ours", Look.BARS, x, y)
        .svg();
  }

  /** Table II, and how such a ring becomes whole again. */
  public static Report massFailure(
      int nodes, int lookups, long seed, ObjIntConsumer<Stage> progress) {
    List<MassFailure.Result> results =
        Stream.of(0.0, .1, .2, .3, .4, .5)
            .parallel()
            .map(failed -> MassFailure.run(nodes, failed, lookups, seed))
            .toList();
    List<List<String>> rows = new ArrayList<>();
    for (MassFailure.Result each : results) {
      Paper.Failure paper =
          nodes != 1000
              ? null
              : Paper.FAILURES.stream()
                  .filter(p -> p.failed() == each.failed())
                  .findFirst()
                  .orElse(null);
      rows.add(
          List.of(
              fixed(each.failed()),
              Integer.toString(each.lookups()),
              Integer.toString(each.succeeded()),
              fixed(each.hops().mean()),
              paper == null ? "" : fixed(paper.pathMean()),
              paper == null ? "" : percent(each.hops().mean(), paper.pathMean()),
              fixed(each.timeouts().mean()),
              paper == null ? "" : fixed(paper.timeoutsMean()),
              paper == null || paper.timeoutsMean() == 0
                  ? ""
                  : percent(each.timeouts().mean(), paper.timeoutsMean())));
    }
    progress.accept(Stage.HEALING, Math.min(nodes, 500));
    List<Healing.Point> healing = Healing.run(Math.min(nodes, 500), 20, .3, seed);
    double[] x = results.stream().mapToDouble(MassFailure.Result::failed).toArray();
    String failures =
        new Chart("After a part of the nodes died", "part that died", "per lookup", false)
            .add(
                "hops, ours",
                Look.LINE,
                x,
                results.stream().mapToDouble(r -> r.hops().mean()).toArray())
            .add(
                "hops, the paper's",
                Look.POINTS,
                Paper.FAILURES.stream().mapToDouble(Paper.Failure::failed).toArray(),
                Paper.FAILURES.stream().mapToDouble(Paper.Failure::pathMean).toArray())
            .add(
                "time-outs, ours",
                Look.LINE,
                x,
                results.stream().mapToDouble(r -> r.timeouts().mean()).toArray())
            .add(
                "time-outs, the paper's",
                Look.POINTS,
                Paper.FAILURES.stream().mapToDouble(Paper.Failure::failed).toArray(),
                Paper.FAILURES.stream().mapToDouble(Paper.Failure::timeoutsMean).toArray())
            .svg();
    String convergence =
        new Chart(
                "Distance from the ideal ring after 30 % died",
                "rounds of stabilisation", "distance", false)
            .add(
                "ours",
                Look.LINE,
                healing.stream().mapToDouble(p -> p.at().toMillis() / 1000.0).toArray(),
                healing.stream().mapToDouble(Healing.Point::error).toArray())
            .svg();
    return new Report(
        "mass-failure",
        List.of(
            "failed",
            "lookups",
            "succeeded",
            "hops",
            "paperHops",
            "difference",
            "timeouts",
            "paperTimeouts",
            "timeoutsDifference"),
        rows,
        Map.of("mass-failure.svg", failures, "mass-failure-healing.svg", convergence));
  }

  /** Table III. */
  public static Report churn(int nodes, int lookups, long seed, ObjIntConsumer<Stage> progress) {
    progress.accept(Stage.CHURN, nodes);
    List<Churn.Result> results =
        Paper.CHURN.stream()
            .parallel()
            .map(paper -> Churn.run(nodes, paper.rate(), lookups, seed))
            .toList();
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      Churn.Result each = results.get(i);
      Paper.ChurnRow paper = Paper.CHURN.get(i);
      boolean same = nodes == 1000;
      rows.add(
          List.of(
              fixed(each.rate()),
              Integer.toString(each.lookups()),
              fixed(each.hops().mean()),
              same ? fixed(paper.pathMean()) : "",
              same ? percent(each.hops().mean(), paper.pathMean()) : "",
              fixed(each.timeouts().mean()),
              same ? fixed(paper.timeoutsMean()) : "",
              fixed(each.failuresPerTenThousand()),
              same ? fixed(paper.failuresPerTenThousand()) : "",
              Integer.toString(each.joined()),
              Integer.toString(each.left()),
              Integer.toString(each.failures(Churn.Cause.LATE)),
              Integer.toString(each.failures(Churn.Cause.JOINING)),
              Integer.toString(each.failures(Churn.Cause.LEAVING)),
              Integer.toString(
                  each.failures(Churn.Cause.NOBODY) + each.failures(Churn.Cause.ASTRAY))));
    }
    double[] x = Paper.CHURN.stream().mapToDouble(Paper.ChurnRow::rate).toArray();
    String picture =
        new Chart(
                "Failed lookups while nodes come and go",
                "joins and leaves a second, each",
                "failures per 10,000 lookups",
                false)
            .add(
                "ours",
                Look.LINE,
                x,
                results.stream().mapToDouble(Churn.Result::failuresPerTenThousand).toArray())
            .add(
                "the paper's",
                Look.POINTS,
                x,
                Paper.CHURN.stream().mapToDouble(Paper.ChurnRow::failuresPerTenThousand).toArray())
            .svg();
    return new Report(
        "churn",
        List.of(
            "rate",
            "lookups",
            "hops",
            "paperHops",
            "difference",
            "timeouts",
            "paperTimeouts",
            "failuresPer10000",
            "paperFailuresPer10000",
            "joined",
            "left",
            "failedLate",
            "failedJoining",
            "failedLeaving",
            "failedOther"),
        rows,
        Map.of("churn.svg", picture));
  }

  private static String fixed(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static String percent(double ours, double theirs) {
    return String.format(Locale.ROOT, "%+.1f%%", (ours / theirs - 1) * 100);
  }
}
