package dev.quiver.cli.dht;

import dev.quiver.cli.CommandContext;
import dev.quiver.cli.output.JsonLine;
import dev.quiver.cli.output.Table;
import dev.quiver.dht.LookupResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Shows the steps of a lookup. */
final class TracePrinter {

  private TracePrinter() {}

  static void print(CommandContext context, @Nullable LookupResult result) {
    if (result == null || result.path().isEmpty()) {
      context.out().line(context.text().format("dht.noHops"));
      return;
    }
    Table table =
        new Table(
            context.text().format("column.step"),
            context.text().format("column.node"),
            context.text().format("column.id"),
            context.text().format("column.roundTrip"));
    int step = 1;
    for (LookupResult.Step each : result.path()) {
      Duration trip = each.roundTrip();
      String shown = trip == null ? "-" : millis(trip);
      table.row(
          Integer.toString(step++),
          dev.quiver.messaging.text.Printable.harmless(each.node().label()),
          each.node().id().brief(),
          each.answered() ? shown : context.text().format("dht.timeout", shown));
    }
    table.lines().forEach(context.out()::line);
  }

  /** The same for programs. */
  static List<JsonLine> steps(LookupResult result) {
    List<JsonLine> steps = new ArrayList<>();
    for (LookupResult.Step each : result.path()) {
      JsonLine step =
          new JsonLine()
              .put("node", each.node().label())
              .put("id", each.node().id().text())
              .put("answered", each.answered());
      Duration trip = each.roundTrip();
      steps.add(trip == null ? step : step.put("roundTripMs", trip.toNanos() / 1e6));
    }
    return steps;
  }

  static String millis(Duration time) {
    return String.format(Locale.ROOT, "%.1f ms", time.toNanos() / 1e6);
  }
}
