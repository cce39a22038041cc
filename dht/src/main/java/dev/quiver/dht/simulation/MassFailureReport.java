package dev.quiver.dht.simulation;

import dev.quiver.dht.picture.Chart;
import dev.quiver.dht.picture.Chart.Look;
import dev.quiver.messaging.text.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Table II, and how such a ring becomes whole again. */
final class MassFailureReport {

  private static final int PAPERS_NODES = 1000;

  private final Messages text;

  MassFailureReport(Messages text) {
    this.text = text;
  }

  Report of(int nodes, List<MassFailure.Result> results, List<Healing.Point> healing) {
    List<List<String>> rows = new ArrayList<>();
    for (MassFailure.Result each : results) {
      Paper.Failure paper =
          nodes != PAPERS_NODES
              ? null
              : Paper.FAILURES.stream()
                  .filter(p -> p.failed() == each.failed())
                  .findFirst()
                  .orElse(null);
      rows.add(
          List.of(
              Cells.fixed(each.failed()),
              Integer.toString(each.lookups()),
              Integer.toString(each.succeeded()),
              Cells.fixed(each.hops().mean()),
              paper == null ? "" : Cells.fixed(paper.pathMean()),
              paper == null ? "" : Cells.percent(each.hops().mean(), paper.pathMean()),
              Cells.fixed(each.timeouts().mean()),
              paper == null ? "" : Cells.fixed(paper.timeoutsMean()),
              paper == null || paper.timeoutsMean() == 0
                  ? ""
                  : Cells.percent(each.timeouts().mean(), paper.timeoutsMean())));
    }
    double[] x = results.stream().mapToDouble(MassFailure.Result::failed).toArray();
    String failures =
        new Chart(
                text.format("chart.failure.title"),
                text.format("chart.failure.part"),
                text.format("chart.failure.perLookup"),
                false)
            .add(
                text.format("chart.failure.ourHops"),
                Look.LINE,
                x,
                results.stream().mapToDouble(r -> r.hops().mean()).toArray())
            .add(
                text.format("chart.failure.theirHops"),
                Look.POINTS,
                Paper.FAILURES.stream().mapToDouble(Paper.Failure::failed).toArray(),
                Paper.FAILURES.stream().mapToDouble(Paper.Failure::pathMean).toArray())
            .add(
                text.format("chart.failure.ourTimeouts"),
                Look.LINE,
                x,
                results.stream().mapToDouble(r -> r.timeouts().mean()).toArray())
            .add(
                text.format("chart.failure.theirTimeouts"),
                Look.POINTS,
                Paper.FAILURES.stream().mapToDouble(Paper.Failure::failed).toArray(),
                Paper.FAILURES.stream().mapToDouble(Paper.Failure::timeoutsMean).toArray())
            .svg();
    String convergence =
        new Chart(
                text.format("chart.healing.title"),
                text.format("chart.healing.rounds"),
                text.format("chart.healing.distance"),
                false)
            .add(
                text.format("chart.ours"),
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
}
