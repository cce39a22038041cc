package dev.quiver.multicast.report;

import dev.quiver.messaging.text.Messages;
import dev.quiver.multicast.Order;
import dev.quiver.multicast.Property;
import dev.quiver.multicast.check.CheckReport;
import dev.quiver.multicast.check.Finding;
import dev.quiver.multicast.log.PeerLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** The report of one round: a page that needs nothing beside itself, its pictures, and ShiViz. */
public final class RoundReport {

  /**
   * What it is about.
   *
   * @param name of the round; the files bear it
   * @param logs of the peers
   * @param check what the logs show
   * @param legacy how many unordered rounds the exercise's own count has
   * @param cost what a multicast cost; null if it was not counted
   * @param peers how many took part, for what theory says; also those whose logs did not come
   * @param absent of whom there is nothing here
   */
  public record Round(
      String name,
      List<PeerLog> logs,
      CheckReport check,
      int legacy,
      @Nullable Cost cost,
      int peers,
      Absent absent) {
    public Round {
      logs = logs.stream().sorted(Comparator.comparingInt(PeerLog::peer)).toList();
    }
  }

  private final Round round;
  private final Messages text;
  private final WitnessWords witnesses;
  private final Map<String, String> pictures = new LinkedHashMap<>();

  private RoundReport(Round round, Locale locale) {
    this.round = round;
    this.text = Messages.of(RoundReport.class, locale);
    this.witnesses = new WitnessWords(locale);
    List<PeerLog> logs = round.logs();
    CheckReport check = round.check();
    pictures.put("comparison", new ComparisonStrip(logs, check, text).draw());
    pictures.put("space-time", new SpaceTime(logs, check, text).draw());
    pictures.put("latency", new LatencyHistogram(Latencies.of(logs), text).draw());
    Cost cost = round.cost();
    Order order = order(logs);
    if (cost != null && order != null) {
      pictures.put("cost", new CostBars(cost, Cost.expected(order, round.peers()), text).draw());
    }
  }

  /**
   * Writes it.
   *
   * @param folder made if it is not there
   * @return the page
   */
  public static Path write(Path folder, Round round, Locale locale) throws IOException {
    RoundReport report = new RoundReport(round, locale);
    Files.createDirectories(folder);
    String name = round.name().replaceAll("[^A-Za-z0-9._-]", "_");
    for (Map.Entry<String, String> picture : report.pictures.entrySet()) {
      Path file = folder.resolve(name + "-" + picture.getKey() + ".svg");
      Files.writeString(file, picture.getValue(), StandardCharsets.UTF_8);
    }
    Files.writeString(
        folder.resolve(name + "-shiviz.txt"), Shiviz.of(round.logs()), StandardCharsets.UTF_8);
    Path page = folder.resolve(name + ".html");
    Files.writeString(page, report.page(), StandardCharsets.UTF_8);
    return page;
  }

  /** What the orderings of those logs promise; empty for orderings that are not known. */
  public static Set<Property> promises(List<PeerLog> logs) {
    Set<Property> promises = EnumSet.noneOf(Property.class);
    Order order = order(logs);
    if (order != null) {
      promises.addAll(order.promises());
    }
    return promises;
  }

  private static @Nullable Order order(List<PeerLog> logs) {
    return logs.isEmpty() || !Order.labels().contains(logs.get(0).order())
        ? null
        : Order.labelled(logs.get(0).order());
  }

  private String page() {
    StringBuilder page = new StringBuilder();
    String title = text.format("page.title", round.name());
    page.append("<!DOCTYPE html>\n<html lang=\"")
        .append(text.locale().getLanguage())
        .append("\"><head><meta charset=\"utf-8\"><title>")
        .append(Svg.escaped(title))
        .append("</title>\n<style>")
        .append("body{font-family:sans-serif;margin:2em;color:#222}")
        .append("table{border-collapse:collapse}td,th{padding:.25em .8em;text-align:left;")
        .append("border-bottom:1px solid #ddd}.no{color:#c0143c}.picture{overflow-x:auto}")
        .append("</style></head><body>\n<h1>")
        .append(Svg.escaped(title))
        .append("</h1>\n<p>")
        .append(Svg.escaped(facts()))
        .append("</p>\n");
    gaps(page);
    page.append(verdicts());
    pictures.forEach(
        (name, svg) ->
            page.append("<h2>")
                .append(Svg.escaped(text.format("page." + name)))
                .append("</h2>\n<div class=\"picture\">\n")
                .append(svg)
                .append("</div>\n"));
    return page.append("<p>")
        .append(Svg.escaped(text.format("page.footer")))
        .append("</p>\n</body></html>\n")
        .toString();
  }

  private String facts() {
    CheckReport check = round.check();
    String order = round.logs().isEmpty() ? "?" : round.logs().get(0).order();
    if (check.complete() == 0) {
      return text.format(
          "page.incomplete",
          order,
          check.logs(),
          check.deliveries(),
          check.inversions(),
          String.format(Locale.ROOT, "%.4f", check.tau()),
          round.legacy());
    }
    return text.format(
        "page.facts",
        order,
        check.logs(),
        check.deliveries(),
        check.unorderedPositions(),
        check.commonPrefix(),
        check.inversions(),
        String.format(Locale.ROOT, "%.4f", check.tau()),
        round.legacy(),
        check.crashed().isEmpty() ? "-" : check.crashed().toString());
  }

  /** Without these the page would look as if all had been judged. */
  private void gaps(StringBuilder page) {
    Absent absent = round.absent();
    gap(page, "page.notStarted", absent.notStarted());
    gap(page, "page.missing", absent.missing());
    gap(page, "page.damaged", absent.damaged());
    gap(page, "page.unjudged", round.check().unjudged());
  }

  private void gap(StringBuilder page, String key, SortedSet<Integer> peers) {
    if (!peers.isEmpty()) {
      page.append("<p class=\"no\">")
          .append(Svg.escaped(text.format(key, peers.toString())))
          .append("</p>\n");
    }
  }

  private String verdicts() {
    Set<Property> promises = promises(round.logs());
    StringBuilder table = new StringBuilder("<table><tr>");
    for (String column : List.of("property", "held", "promised", "violations", "first")) {
      table.append("<th>").append(Svg.escaped(text.format("page." + column))).append("</th>");
    }
    table.append("</tr>\n");
    for (Finding finding : round.check().findings()) {
      boolean broken = !finding.holds() && promises.contains(finding.property());
      table
          .append(broken ? "<tr class=\"no\"><td>" : "<tr><td>")
          .append(Svg.escaped(witnesses.nameOf(finding.property())))
          .append("</td><td>")
          .append(text.format(finding.holds() ? "yes" : "no"))
          .append("</td><td>")
          .append(text.format(promises.contains(finding.property()) ? "yes" : "no"))
          .append("</td><td>")
          .append(finding.violations())
          .append("</td><td>")
          .append(Svg.escaped(witnesses.of(finding.first())))
          .append("</td></tr>\n");
    }
    return table.append("</table>\n").toString();
  }
}
