package dev.quiver.cli.measure;

import dev.quiver.bench.Figure;
import dev.quiver.bench.Report;
import dev.quiver.cli.CommandContext;
import dev.quiver.cli.output.JsonLine;
import java.util.Locale;

/** Prints each figure as soon as it is known: a line for people, or a JSON line. */
final class PrintedReport implements Report {

  private final CommandContext context;
  private final boolean json;

  PrintedReport(CommandContext context, boolean json) {
    this.context = context;
    this.json = json;
  }

  @Override
  public void doing(String what) {
    context.err().println("... " + what);
  }

  @Override
  public void figure(Figure figure) {
    context.out().line(json ? jsonLine(figure) : line(figure));
    context.out().flush();
  }

  private static String line(Figure figure) {
    String line =
        String.format(
            Locale.ROOT, "%-34s %,12.1f %-10s", figure.name(), figure.value(), figure.unit());
    Double ratio = figure.ratio();
    return ratio == null
        ? line.stripTrailing()
        : line
            + String.format(
                Locale.ROOT, " %5.2f of %s (%,.1f)", ratio, figure.limitName(), figure.limit());
  }

  private static String jsonLine(Figure figure) {
    JsonLine line =
        new JsonLine()
            .put("name", figure.name())
            .put("value", figure.value())
            .put("unit", figure.unit());
    Double limit = figure.limit();
    Double ratio = figure.ratio();
    if (limit != null && ratio != null) {
      line.put("limit", limit).put("ratio", ratio);
    }
    return line.end();
  }
}
