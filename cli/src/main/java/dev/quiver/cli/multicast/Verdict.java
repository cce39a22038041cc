package dev.quiver.cli.multicast;

import dev.quiver.cli.CommandContext;
import dev.quiver.cli.output.JsonLine;
import dev.quiver.cli.output.Table;
import dev.quiver.messaging.text.Messages;
import dev.quiver.multicast.Property;
import dev.quiver.multicast.check.CheckReport;
import dev.quiver.multicast.check.Checker;
import dev.quiver.multicast.check.Finding;
import dev.quiver.multicast.check.LegacyCount;
import dev.quiver.multicast.log.PeerLog;
import dev.quiver.multicast.report.Absent;
import dev.quiver.multicast.report.Cost;
import dev.quiver.multicast.report.RoundReport;
import dev.quiver.multicast.report.WitnessWords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
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
   * What is judged.
   *
   * @param messages how many each peer sent, for the legacy count
   * @param cost what a multicast cost; null if it is not known
   * @param peers how many took part
   * @param absent what is not there to be judged
   */
  record Round(List<PeerLog> logs, int messages, @Nullable Cost cost, int peers, Absent absent) {
    Round {
      logs = List.copyOf(logs);
    }

    /** Of which nothing is known but the logs. */
    static Round of(List<PeerLog> logs, Absent absent) {
      int messages = logs.stream().mapToInt(log -> log.broadcasts().size()).max().orElse(0);
      return new Round(logs, messages, null, logs.size(), absent);
    }
  }

  /**
   * Judges logs and prints what it found.
   *
   * @return whether everything that the ordering promises held, somebody has finished, and nobody
   *     is absent: what an absent log would have shown nobody knows
   */
  boolean print(Round round) throws IOException {
    List<PeerLog> logs = round.logs();
    CheckReport report = Checker.check(logs);
    Set<Property> promises = RoundReport.promises(logs);
    int legacy = LegacyCount.of(logs, round.messages());
    if (json) {
      // Of no logs everything holds, which would say nothing.
      (logs.isEmpty() ? List.<Finding>of() : report.findings())
          .forEach(finding -> context.out().line(jsonOf(finding, promises)));
      context.out().line(jsonOf(report, legacy, round.absent()));
    } else if (!logs.isEmpty()) {
      table(report, promises).forEach(context.out()::line);
      summary(report, legacy);
    }
    context.out().flush();
    if (logs.isEmpty()) {
      context.say("multicast.judgeless");
      return false;
    }
    if (folder != null) {
      String name = logs.get(0).group();
      RoundReport.Round about =
          new RoundReport.Round(
              name, logs, report, legacy, round.cost(), round.peers(), round.absent());
      Path page = RoundReport.write(folder, about, context.locale());
      context.say("multicast.report", page.toString());
    }
    if (report.complete() == 0) {
      context.say("multicast.incomplete");
      return false;
    }
    return report.holds(promises) && round.absent().isNobody();
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
          witnesses.nameOf(finding.property()),
          text(finding.holds() ? "multicast.yes" : "multicast.no"),
          text(promises.contains(finding.property()) ? "multicast.yes" : "multicast.no"),
          Long.toString(finding.violations()),
          witnesses.of(finding.first()));
    }
    return table.lines();
  }

  private void summary(CheckReport report, int legacy) {
    String tau = String.format(Locale.ROOT, "%.4f", report.tau());
    Messages text = context.text();
    context
        .out()
        .line(
            report.complete() == 0
                ? text.format(
                    "multicast.summaryIncomplete",
                    report.logs(),
                    report.deliveries(),
                    report.inversions(),
                    tau)
                : text.format(
                    "multicast.summary",
                    report.logs(),
                    report.deliveries(),
                    report.unorderedPositions(),
                    report.commonPrefix(),
                    report.inversions(),
                    tau));
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

  private static String jsonOf(CheckReport report, int legacy, Absent absent) {
    JsonLine line =
        new JsonLine()
            .put("logs", report.logs())
            .put("complete", report.complete())
            .put("crashed", texts(report.crashed()))
            .put("missing", texts(absent.missing()))
            .put("damaged", texts(absent.damaged()))
            .put("notStarted", texts(absent.notStarted()))
            .put("deliveries", report.deliveries());
    if (report.complete() > 0) {
      line.put("unorderedPositions", report.unorderedPositions())
          .put("commonPrefix", report.commonPrefix());
    }
    return line.put("inversions", report.inversions())
        .put("tau", report.tau())
        .put("legacyCount", legacy)
        .end();
  }

  private static List<String> texts(SortedSet<Integer> peers) {
    return peers.stream().map(String::valueOf).toList();
  }

  private String text(String key) {
    return context.text().format(key);
  }
}
