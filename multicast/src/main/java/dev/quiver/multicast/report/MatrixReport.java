package dev.quiver.multicast.report;

import dev.quiver.messaging.text.Messages;
import dev.quiver.multicast.Order;
import java.util.List;
import java.util.Locale;

/** A matrix as a table for programs and as a picture. */
public final class MatrixReport {

  private static final int LEFT = 130;
  private static final int TOP = 70;
  private static final int WIDE = 92;
  private static final int HIGH = 40;

  private final Messages text;

  public MatrixReport(Locale locale) {
    this.text = Messages.of(MatrixReport.class, locale);
  }

  /** A line of names, then a line for each row. */
  public static String csv(List<MatrixRow> rows) {
    StringBuilder csv =
        new StringBuilder(
            "order,peers,messages,kept,positions,unorderedPositions,inversions,legacyCount,"
                + "protocolMessages,framesIn,framesOut,latencyP50Ms,latencyP99Ms\n");
    for (MatrixRow row : rows) {
      csv.append(
          String.format(
              Locale.ROOT,
              "%s,%d,%d,%b,%d,%d,%d,%d,%.3f,%.3f,%.3f,%.3f,%.3f%n",
              row.order().label(),
              row.peers(),
              row.messages(),
              row.kept(),
              row.positions(),
              row.unordered(),
              row.inversions(),
              row.legacy(),
              row.cost().words(),
              row.cost().framesIn(),
              row.cost().framesOut(),
              row.p50Ms(),
              row.p99Ms()));
    }
    return csv.toString();
  }

  /** A cell for each round: the redder the more positions differ. */
  public String picture(List<MatrixRow> rows) {
    List<Order> orders = rows.stream().map(MatrixRow::order).distinct().toList();
    List<String> columns = rows.stream().map(MatrixReport::column).distinct().toList();
    Svg svg =
        new Svg(
            LEFT + Math.max(8, columns.size()) * WIDE + 20,
            TOP + orders.size() * HIGH + 20,
            text.format("matrix.title"));
    svg.words(10, 18, 13, "start", Svg.INK, text.format("matrix.title"));
    svg.words(10, 36, 11, "start", Svg.INK, text.format("matrix.legend"));
    for (int column = 0; column < columns.size(); column++) {
      svg.words(LEFT + (column + 0.5) * WIDE, TOP - 8, 11, "middle", Svg.INK, columns.get(column));
    }
    for (int row = 0; row < orders.size(); row++) {
      svg.words(LEFT - 8, TOP + (row + 0.6) * HIGH, 12, "end", Svg.INK, orders.get(row).label());
    }
    for (MatrixRow each : rows) {
      double x = LEFT + columns.indexOf(column(each)) * (double) WIDE;
      double y = TOP + orders.indexOf(each.order()) * (double) HIGH;
      String percent = String.format(Locale.ROOT, "%.1f %%", 100 * each.disorder());
      String time = String.format(Locale.ROOT, "%.1f ms", each.p50Ms());
      svg.box(x + 1, y + 1, WIDE - 2, HIGH - 2, shade(each.disorder()), percent);
      svg.words(x + WIDE / 2.0, y + 17, 12, "middle", Svg.INK, percent + (each.kept() ? "" : " !"));
      svg.words(x + WIDE / 2.0, y + 32, 10, "middle", Svg.INK, time);
    }
    return svg.toString();
  }

  private static String column(MatrixRow row) {
    return row.peers() + " × " + row.messages();
  }

  private static String shade(double disorder) {
    if (disorder == 0) {
      return "#d8efdf";
    }
    int rest = (int) Math.round(215 - 130 * Math.min(1, disorder));
    return String.format(Locale.ROOT, "#ff%02x%02x", rest, rest);
  }
}
