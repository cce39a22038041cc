package dev.quiver.cli.dht;

import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.output.JsonLine;
import dev.quiver.dht.Id;
import dev.quiver.dht.LookupResult;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.jms.DhtClient;
import dev.quiver.dht.jms.RingMember;
import dev.quiver.dht.jms.RingWays;
import dev.quiver.messaging.text.Printable;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quiver dht lookup KEY}: who holds it, and how that was found. */
@Command(name = "lookup")
final class LookupCommand implements Callable<Integer> {

  private final CommandContext context;

  @Mixin private DhtOptions options = new DhtOptions();

  @Parameters(index = "0", arity = "0..1", paramLabel = "KEY")
  private @Nullable String key;

  @Option(names = "--id", paramLabel = "ID")
  private @Nullable String id;

  @Option(names = "--from", paramLabel = "NODE")
  private @Nullable String from;

  @Option(names = "--recursive")
  private boolean recursive;

  @Option(names = "--trace")
  private boolean trace;

  LookupCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    String asked = key;
    String place = id;
    if ((asked == null) == (place == null)) {
      throw context.failure(ExitCode.USAGE, "dht.keyOrId");
    }
    try (RingWays ways = options.ways(context);
        DhtClient client = options.client(context, ways)) {
      Id wanted =
          asked != null ? client.space().hash(asked) : client.space().parse(String.valueOf(place));
      LookupResult result =
          from == null
              ? client.lookup(wanted, recursive)
              : client.lookupFrom(node(client, from), wanted, recursive);
      print(asked, result);
      context.out().flush();
      return result.isFound() ? ExitCode.DONE : ExitCode.WORK_FAILED;
    }
  }

  private NodeRef node(DhtClient client, String name) {
    return client.members().stream()
        .map(RingMember::node)
        .filter(node -> node.label().equals(name) || node.id().text().equals(name))
        .findFirst()
        .orElseThrow(() -> context.failure(ExitCode.USAGE, "dht.noNode", name, options.ring));
  }

  private void print(@Nullable String asked, LookupResult result) {
    NodeRef holder = result.holder();
    if (options.json) {
      JsonLine line = new JsonLine().put("key", asked).put("id", result.key().text());
      if (holder != null) {
        line.put("holder", holder.label()).put("holderId", holder.id().text());
      }
      context
          .out()
          .line(
              line.put("hops", result.hops())
                  .put("timeouts", result.timeouts())
                  .put("path", result.path().stream().map(step -> step.node().label()).toList())
                  .putObjects("steps", TracePrinter.steps(result))
                  .put("tookMs", result.took().toNanos() / 1e6)
                  .end());
      return;
    }
    if (trace) {
      TracePrinter.print(context, result);
    }
    String shown = asked == null ? result.key().brief() : Printable.harmless(asked);
    if (holder == null) {
      context.say("dht.unreachable", shown);
      return;
    }
    String path =
        result.path().stream()
            .filter(LookupResult.Step::answered)
            .map(step -> step.node().label())
            .map(Printable::harmless)
            .distinct()
            .collect(Collectors.joining(" > "));
    context
        .out()
        .line(
            context
                .text()
                .format(
                    "dht.holder",
                    shown,
                    result.key().brief(),
                    DhtOptions.shown(holder),
                    result.hops(),
                    path.isEmpty() ? DhtOptions.shown(holder) : path,
                    TracePrinter.millis(result.took())));
  }
}
