package dev.quiver.cli.dht;

import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.output.JsonLine;
import dev.quiver.dht.ClientMessage;
import dev.quiver.dht.Item;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.Operation;
import dev.quiver.dht.Outcome;
import dev.quiver.dht.jms.DhtClient;
import dev.quiver.dht.jms.LargeValues;
import dev.quiver.dht.jms.RingWays;
import dev.quiver.messaging.text.Printable;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code put}, {@code get} and {@code delete} have in common: one operation on one key. */
abstract class KeyCommand implements Callable<Integer> {

  private final CommandContext context;

  @Mixin private DhtOptions options = new DhtOptions();

  @Parameters(index = "0", paramLabel = "KEY")
  private String key = "";

  @Option(names = "--trace")
  private boolean trace;

  KeyCommand(CommandContext context) {
    this.context = context;
  }

  abstract Operation.Kind kind();

  abstract ClientMessage.Acted perform(LargeValues values, String forKey) throws IOException;

  @Override
  public Integer call() throws IOException {
    try (RingWays ways = options.ways(context);
        DhtClient client = options.client(context, ways)) {
      ClientMessage.Acted done = perform(DhtOptions.values(client), key);
      if (options.json) {
        json(done);
      } else {
        if (trace) {
          TracePrinter.print(context, done.way());
        }
        say(done.outcome());
      }
      context.out().flush();
      return done.outcome().status() == Outcome.Status.DONE ? ExitCode.DONE : ExitCode.WORK_FAILED;
    }
  }

  private void say(Outcome outcome) {
    String shown = Printable.harmless(key);
    Item item = outcome.item();
    NodeRef holder = outcome.holder();
    String where = holder == null ? "-" : DhtOptions.shown(holder);
    switch (outcome.status()) {
      case DONE -> {
        if (kind() == Operation.Kind.GET && item != null) {
          context.out().line(printable(item.value()));
        } else {
          context
              .out()
              .line(
                  context
                      .text()
                      .format(
                          kind() == Operation.Kind.PUT ? "dht.put" : "dht.deleted",
                          shown,
                          where,
                          outcome.copies(),
                          item == null ? 0 : item.version()));
        }
      }
      case NOT_FOUND -> context.say("dht.notFound", shown, where);
      case CONFLICT -> context.say("dht.conflict", shown, item == null ? 0 : item.version());
      case NOT_HOLDER, NOT_YET -> context.say("dht.notYet", shown);
      case FULL -> context.say("dht.full", shown, where);
      case UNREACHABLE -> context.say("dht.unreachable", shown);
    }
  }

  /** A value goes to a pipe as it is, to a terminal harmless. */
  private String printable(@Nullable String value) {
    String text = String.valueOf(value);
    return context.terminal().out() ? Printable.harmless(text) : text;
  }

  private void json(ClientMessage.Acted done) {
    Outcome outcome = done.outcome();
    Item item = outcome.item();
    NodeRef holder = outcome.holder();
    JsonLine line =
        new JsonLine()
            .put("key", key)
            .put("operation", kind().label())
            .put("outcome", outcome.status().label());
    if (item != null) {
      line.put("value", item.value()).put("version", item.version()).put("expires", item.expires());
    }
    line.put("copies", outcome.copies());
    if (holder != null) {
      line.put("holder", holder.label()).put("holderId", holder.id().text());
    }
    var way = done.way();
    if (way != null) {
      line.put("hops", way.hops())
          .put("timeouts", way.timeouts())
          .putObjects("steps", TracePrinter.steps(way));
    }
    context.out().line(line.end());
  }
}
