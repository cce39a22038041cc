package dev.quiver.cli.multicast;

import dev.quiver.cli.CommandContext;
import dev.quiver.cli.output.JsonLine;
import dev.quiver.cli.output.Table;
import dev.quiver.multicast.Property;
import dev.quiver.multicast.check.CheckReport;
import dev.quiver.multicast.check.Checker;
import dev.quiver.multicast.check.Finding;
import dev.quiver.multicast.check.LegacyCount;
import dev.quiver.multicast.log.PeerLog;
import dev.quiver.multicast.report.Cost;
import dev.quiver.multicast.report.RoundReport;
import dev.quiver.multicast.report.WitnessWords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the logs of one round show, in words or as JSON lines. */
final class Verdict {

  private final CommandContext context;
  private final boolean json;
  private final @Nullable Path folder;
  private final WitnessWords witnesses;

  /**
   * Judges for somebody.
   *
   * @param folder where reports go; null for none
   */
  Verdict(CommandContext context, boolean json, @Nullable Path folder) {
    this.context = context;
    this.json = json;
    this.folder = folder;
    this.witnesses = new WitnessWords(context.locale());
  }

  /**
   * Judges logs and prints what it found.
   *
   * @param messages how many each peer sent, for the legacy count
   * @param cost what a multicast cost; null if it is not known
   * @return whether everything that the ordering promises held
   */
  boolean print(List<PeerLog> logs, int messages, @Nullable Cost cost) throws IOException {
    CheckReport report = Checker.check(logs);
    Set<Property> promises = RoundReport.promises(logs);
    int legacy = LegacyCount.of(logs, messages);
    for (Finding finding : report.findings()) {
      if (json) {
        context.out().line(jsonOf(finding, promises));
      }
    }
    if (json) {
      context.out().line(jsonOf(report, legacy));
    } else {
      table(report, promises).forEach(context.out()::line);
      summary(report, legacy);
    }
    context.out().flush();
    if (folder != null) {
      String name = logs.isEmpty() ? "round" : logs.get(0).group();
      Path page =
          RoundReport.write(
              folder, new RoundReport.Round(name, logs, report, legacy, cost), context.locale());
      context.say("multicast.report", page.toString());
    }
    return report.holds(promises);
  }

  private List<String> table(CheckReport report, Set<Property> promises) {
    Table table =
        new Table(
            text("multicast.column.property"),
            text("multicast.column.held"),
            text("multicast.column.promised"),
            text("multicast.column.violations"),
            text("multicast.column.first"));
    for (Finding finding : report.findings()) {
      table.row(
          finding.property().label(),
          text(finding.holds() ? "multicast.yes" : "multicast.no"),
          text(promises.contains(finding.property()) ? "multicast.yes" : "multicast.no"),
          Long.toString(finding.violations()),
          witnesses.of(finding.first()));
    }
    return table.lines();
  }

  private void summary(CheckReport report, int legacy) {
    context
        .out()
        .line(
            context
                .text()
                .format(
                    "multicast.summary",
                    report.logs(),
                    report.deliveries(),
                    report.unorderedPositions(),
                    report.commonPrefix(),
                    report.inversions(),
                    String.format(Locale.ROOT, "%.4f", report.tau())));
    context.out().line(context.text().format("multicast.legacy", legacy));
    if (!report.crashed().isEmpty()) {
      context.out().line(context.text().format("multicast.crashed", report.crashed().toString()));
    }
    if (!report.unjudged().isEmpty()) {
      context.out().line(context.text().format("multicast.unjudged", report.unjudged().toString()));
    }
  }

  private String jsonOf(Finding finding, Set<Property> promises) {
    Finding.Witness first = finding.first();
    return new JsonLine()
        .put("property", finding.property().label())
        .put("holds", finding.holds())
        .put("promised", promises.contains(finding.property()))
        .put("violations", finding.violations())
        .put("first", first == null ? null : first.toString())
        .end();
  }

  private static String jsonOf(CheckReport report, int legacy) {
    return new JsonLine()
        .put("logs", report.logs())
        .put("crashed", report.crashed().stream().map(String::valueOf).toList())
        .put("deliveries", report.deliveries())
        .put("unorderedPositions", report.unorderedPositions())
        .put("commonPrefix", report.commonPrefix())
        .put("inversions", report.inversions())
        .put("tau", report.tau())
        .put("legacyCount", legacy)
        .end();
  }

  private String text(String key) {
    return context.text().format(key);
  }
}
