package dev.quiver.dht.simulation;

import dev.quiver.dht.picture.Chart;
import dev.quiver.dht.picture.Chart.Look;
import dev.quiver.messaging.text.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Table III. */
final class ChurnReport {

  private static final int PAPERS_NODES = 1000;

  private final Messages text;

  ChurnReport(Messages text) {
    this.text = text;
  }

  /**
   * @param results one for each rate of the paper
   */
  Report of(int nodes, List<Churn.Result> results) {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      Churn.Result each = results.get(i);
      Paper.ChurnRow paper = Paper.CHURN.get(i);
      boolean same = nodes == PAPERS_NODES;
      rows.add(
          List.of(
              Cells.fixed(each.rate()),
              Integer.toString(each.lookups()),
              Cells.fixed(each.hops().mean()),
              same ? Cells.fixed(paper.pathMean()) : "",
              same ? Cells.percent(each.hops().mean(), paper.pathMean()) : "",
              Cells.fixed(each.timeouts().mean()),
              same ? Cells.fixed(paper.timeoutsMean()) : "",
              Cells.fixed(each.failuresPerTenThousand()),
              same ? Cells.fixed(paper.failuresPerTenThousand()) : "",
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
                text.format("chart.churn.title"),
                text.format("chart.churn.rate"),
                text.format("chart.churn.failures"),
                false)
            .add(
                text.format("chart.ours"),
                Look.LINE,
                x,
                results.stream().mapToDouble(Churn.Result::failuresPerTenThousand).toArray())
            .add(
                text.format("chart.theirs"),
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
}
