package dev.quiver.cli.dht;

import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.output.JsonLine;
import dev.quiver.cli.output.Table;
import dev.quiver.dht.NodeStatus;
import dev.quiver.dht.jms.DhtClient;
import dev.quiver.dht.jms.RingWays;
import dev.quiver.messaging.text.Messages;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code quiver dht stats}: what each node holds and did. */
@Command(name = "stats")
final class StatsCommand implements Callable<Integer> {

  private final CommandContext context;

  @Mixin private DhtOptions options = new DhtOptions();

  StatsCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (RingWays ways = options.ways(context);
        DhtClient client = options.client(context, ways)) {
      List<NodeStatus> nodes = client.describe(client.members(), false);
      if (nodes.isEmpty()) {
        throw context.failure(ExitCode.WORK_FAILED, "dht.allSilent", options.ring);
      }
      if (options.json) {
        nodes.forEach(node -> context.out().line(line(node)));
      } else {
        show(nodes);
      }
      context.out().flush();
      return ExitCode.DONE;
    }
  }

  private static String line(NodeStatus node) {
    NodeStatus.Counts counts = node.counts();
    return new JsonLine()
        .put("node", node.self().label())
        .put("id", node.self().id().text())
        .put("keys", node.keys().held())
        .put("copies", node.keys().copies())
        .put("lookups", counts.lookups())
        .put("hops", counts.hops())
        .put("timeouts", counts.timeouts())
        .put("failures", counts.failures())
        .put("rounds", counts.rounds())
        .put("movedIn", counts.movedIn())
        .put("movedOut", counts.movedOut())
        .put("violations", counts.violations())
        .put("bytes", node.keys().bytes())
        .put("full", counts.full())
        .end();
  }

  private void show(List<NodeStatus> nodes) {
    Messages text = context.text();
    Table table =
        new Table(
            text.format("column.node"),
            text.format("column.keys"),
            text.format("column.copies"),
            text.format("column.lookups"),
            text.format("column.hops"),
            text.format("column.timeouts"),
            text.format("column.movedIn"),
            text.format("column.movedOut"),
            text.format("column.violations"),
            text.format("column.full"));
    int keys = 0;
    int most = 0;
    for (NodeStatus node : nodes) {
      NodeStatus.Counts counts = node.counts();
      keys += node.keys().held();
      most = Math.max(most, node.keys().held());
      table.row(
          DhtOptions.shown(node.self()),
          Integer.toString(node.keys().held()),
          Integer.toString(node.keys().copies()),
          Long.toString(counts.lookups()),
          counts.lookups() == 0
              ? "-"
              : String.format(Locale.ROOT, "%.2f", (double) counts.hops() / counts.lookups()),
          Long.toString(counts.timeouts()),
          Long.toString(counts.movedIn()),
          Long.toString(counts.movedOut()),
          Long.toString(counts.violations()),
          Long.toString(counts.full()));
    }
    table.lines().forEach(context.out()::line);
    context.out().line(text.format("dht.statsSum", nodes.size(), keys, most));
  }
}
