package dev.quiver.dht.simulation;

import dev.quiver.dht.picture.Chart;
import dev.quiver.dht.picture.Chart.Look;
import dev.quiver.messaging.text.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The balance of keys, and figure 9. */
final class LoadReport {

  private static final int PAPERS_NODES = 10_000;

  private final Messages text;

  LoadReport(Messages text) {
    this.text = text;
  }

  /**
   * @param plain half a million keys, for the paper's figures without virtual nodes
   * @param results a million keys, by the number of virtual nodes
   */
  Report of(Load.Result plain, List<Load.Result> results) {
    List<List<String>> rows = new ArrayList<>();
    boolean isPapers = plain.nodes() == PAPERS_NODES;
    rows.add(row(plain, "", "", isPapers ? "9.10" : ""));
    for (Load.Result result : results) {
      Paper.Keys paper =
          !isPapers
              ? null
              : Paper.KEYS.stream()
                  .filter(p -> p.virtualNodes() == result.virtualNodes())
                  .findFirst()
                  .orElse(null);
      rows.add(
          row(
              result,
              paper == null ? "" : Integer.toString(paper.percentile1()),
              paper == null ? "" : Integer.toString(paper.percentile99()),
              ""));
    }
    double[] x = results.stream().mapToDouble(Load.Result::virtualNodes).toArray();
    String perNode =
        new Chart(
                text.format("chart.load.title"),
                text.format("chart.load.virtualNodes"),
                text.format("chart.keys"),
                false)
            .addSpread(
                text.format("chart.spread"),
                Look.LINE,
                x,
                results.stream().mapToDouble(r -> r.keysPerNode().mean()).toArray(),
                results.stream().mapToDouble(r -> r.keysPerNode().percentile(.01)).toArray(),
                results.stream().mapToDouble(r -> r.keysPerNode().percentile(.99)).toArray())
            .add(
                text.format("chart.load.their99"),
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
        Map.of("load.svg", perNode, "load-distribution.svg", distribution(plain)));
  }

  private static List<String> row(
      Load.Result result, String paper1, String paper99, String paperMax) {
    Distribution keys = result.keysPerNode();
    return List.of(
        Integer.toString(result.nodes()),
        Integer.toString(result.keys()),
        Integer.toString(result.virtualNodes()),
        Cells.fixed(keys.mean()),
        Integer.toString(keys.percentile(.01)),
        paper1,
        Integer.toString(keys.percentile(.99)),
        paper99,
        Integer.toString(keys.max()),
        Cells.fixed(result.maximumToMean()),
        paperMax);
  }

  private String distribution(Load.Result result) {
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
            text.format("chart.loadPdf.title"),
            text.format("chart.loadPdf.keys", width),
            text.format("chart.loadPdf.part"),
            false)
        .add(text.format("chart.ours"), Look.BARS, x, y)
        .svg();
  }
}
