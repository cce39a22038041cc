package dev.quiver.multicast.report;

import dev.quiver.messaging.text.Messages;
import dev.quiver.multicast.MessageId;
import dev.quiver.multicast.check.CheckReport;
import dev.quiver.multicast.log.PeerLog;
import java.util.List;

/**
 * A row for each peer, a cell for each position, coloured by the sender; the first position at
 * which the logs differ is marked, the others are underlined.
 */
final class ComparisonStrip {

  private static final int POSITIONS = 240;
  private static final int WITH_WORDS = 48;
  private static final int LEFT = 70;
  private static final int TOP = 40;
  private static final int ROW = 22;

  /** What the words above take, in any language. */
  private static final int CAPTION = 660;

  private final List<PeerLog> logs;
  private final CheckReport report;
  private final Messages text;
  private final Window window;
  private final double cell;

  ComparisonStrip(List<PeerLog> logs, CheckReport report, Messages text) {
    this.logs = logs;
    this.report = report;
    this.text = text;
    this.window = Window.around(report.commonPrefix(), Window.longest(logs), POSITIONS);
    this.cell = window.size() <= WITH_WORDS ? 26 : 5;
  }

  String draw() {
    Svg svg =
        new Svg(
            LEFT + Math.max(CAPTION, window.size() * cell) + 20,
            TOP + logs.size() * ROW + 40,
            text.format("strip.title"));
    svg.words(
        LEFT,
        16,
        12,
        "start",
        Svg.INK,
        text.format("strip.positions", window.from() + 1, window.to(), Window.longest(logs)));
    for (int row = 0; row < logs.size(); row++) {
      row(svg, logs.get(row), TOP + row * ROW);
    }
    marks(svg);
    return svg.toString();
  }

  private void row(Svg svg, PeerLog log, double y) {
    String end = log.isCorrect() ? "" : "*";
    svg.words(LEFT - 8, y + 15, 12, "end", Svg.INK, text.format("peer", log.peer()) + end);
    List<MessageId> delivered = log.delivered();
    for (int at = window.from(); at < Math.min(window.to(), delivered.size()); at++) {
      MessageId id = delivered.get(at);
      double x = LEFT + (at - window.from()) * cell;
      svg.box(
          x,
          y,
          cell > 10 ? cell - 1 : cell,
          ROW - 4,
          Svg.colour(id.sender()),
          text.format("strip.cell", log.peer(), at + 1, id.toString()));
      if (cell > 10) {
        svg.words(x + cell / 2, y + 13, 8, "middle", "#000000", id.toString());
      }
    }
  }

  private void marks(Svg svg) {
    double bottom = TOP + logs.size() * ROW;
    boolean first = true;
    for (int at = window.from(); at < window.to(); at++) {
      if (agree(at)) {
        continue;
      }
      double x = LEFT + (at - window.from()) * cell;
      svg.line(x, bottom + 2, x + cell, bottom + 2, Svg.ALARM, 3);
      if (first && at == report.commonPrefix()) {
        svg.line(x, TOP - 12, x, bottom + 8, Svg.ALARM, 1.5);
        svg.words(x + 4, TOP - 6, 11, "start", Svg.ALARM, text.format("strip.first", at + 1));
      }
      first = false;
    }
    String words =
        report.complete() == 0
            ? text.format("strip.incomplete")
            : first
                ? text.format("strip.same")
                : text.format("strip.differ", report.unorderedPositions());
    svg.words(LEFT, bottom + 24, 12, "start", first ? Svg.INK : Svg.ALARM, words);
  }

  /** Whether all correct logs have the same there. */
  private boolean agree(int at) {
    MessageId one = null;
    for (PeerLog log : logs) {
      if (!log.isCorrect()) {
        continue;
      }
      List<MessageId> delivered = log.delivered();
      if (at >= delivered.size() || (one != null && !one.equals(delivered.get(at)))) {
        return false;
      }
      one = delivered.get(at);
    }
    return true;
  }
}
