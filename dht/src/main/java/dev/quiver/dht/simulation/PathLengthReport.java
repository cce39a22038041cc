package dev.quiver.dht.simulation;

import dev.quiver.dht.picture.Chart;
import dev.quiver.dht.picture.Chart.Look;
import dev.quiver.messaging.text.Messages;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Figure 10 of the paper. */
final class PathLengthReport {

  private static final int HISTOGRAM_NODES = 4096;

  private final Messages text;

  PathLengthReport(Messages text) {
    this.text = text;
  }

  Report of(List<PathLength.Result> results) {
    List<List<String>> rows = new ArrayList<>();
    for (PathLength.Result each : results) {
      Paper.Path paper =
          Paper.PATHS.stream().filter(p -> p.nodes() == each.nodes()).findFirst().orElse(null);
      rows.add(
          List.of(
              Integer.toString(each.nodes()),
              Long.toString(each.lookups()),
              Cells.fixed(each.lengths().mean()),
              paper == null ? "" : Cells.fixed(paper.mean()),
              paper == null ? "" : Cells.percent(each.lengths().mean(), paper.mean()),
              Cells.fixed(each.halfLog()),
              Integer.toString(each.lengths().percentile(.01)),
              Integer.toString(each.lengths().percentile(.99)),
              paper == null ? "" : Integer.toString(paper.percentile99()),
              Cells.fixed(each.meanOfNetworks(.025)),
              Cells.fixed(each.meanOfNetworks(.975))));
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

  private String pathPicture(List<PathLength.Result> results) {
    double[] x = results.stream().mapToDouble(PathLength.Result::nodes).toArray();
    Chart chart =
        new Chart(
                text.format("chart.path.title"),
                text.format("chart.path.nodes"),
                text.format("chart.hops"),
                true)
            .addSpread(
                text.format("chart.spread"),
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
          text.format("chart.path.theirMean"),
          Look.POINTS,
          paper.stream().mapToDouble(Paper.Path::nodes).toArray(),
          paper.stream().mapToDouble(Paper.Path::mean).toArray());
    }
    return chart
        .add(
            text.format("chart.path.halfLog"),
            Look.LINE,
            x,
            results.stream().mapToDouble(PathLength.Result::halfLog).toArray())
        .svg();
  }

  private String hopPicture(PathLength.Result result) {
    int longest = Math.max(Paper.PDF_4096.size(), result.lengths().percentile(.9999));
    double[] all = IntStream.rangeClosed(1, longest).asDoubleStream().toArray();
    double[] ours = IntStream.rangeClosed(1, longest).mapToDouble(result.lengths()::part).toArray();
    double[] papers =
        IntStream.rangeClosed(1, longest)
            .mapToDouble(i -> i <= Paper.PDF_4096.size() ? Paper.PDF_4096.get(i - 1) : 0)
            .toArray();
    return new Chart(
            text.format("chart.pdf.title", result.nodes()),
            text.format("chart.hops"),
            text.format("chart.pdf.part"),
            false)
        .add(text.format("chart.ours"), Look.BARS, all, ours)
        .add(text.format("chart.theirs"), Look.BARS, all, papers)
        .svg();
  }
}
