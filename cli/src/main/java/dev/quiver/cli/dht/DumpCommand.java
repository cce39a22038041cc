package dev.quiver.cli.dht;

import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.output.JsonLine;
import dev.quiver.dht.Item;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.jms.DhtClient;
import dev.quiver.dht.jms.LargeValues;
import dev.quiver.dht.jms.RingMember;
import dev.quiver.dht.jms.RingWays;
import dev.quiver.messaging.reply.ReplyTimeoutException;
import dev.quiver.messaging.text.Printable;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code quiver dht dump}: every key of every node, as {@code load} reads them. */
@Command(name = "dump")
final class DumpCommand implements Callable<Integer> {

  private final CommandContext context;

  @Mixin private DhtOptions options = new DhtOptions();

  DumpCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    int silent = 0;
    int broken = 0;
    try (RingWays ways = options.ways(context);
        DhtClient client = options.client(context, ways)) {
      for (RingMember member : client.members()) {
        try {
          for (Item item : client.items(member.node())) {
            if (!LargeValues.isPiece(item.key())) {
              Item whole = whole(client, item);
              if (LargeValues.isInPieces(whole)) {
                broken++;
                context.say("dht.brokenValue", Printable.harmless(item.key()));
              } else {
                print(member.node(), whole);
              }
            }
          }
        } catch (ReplyTimeoutException e) {
          silent++;
          context.say("dht.silent", DhtOptions.shown(member.node()));
        }
      }
      context.out().flush();
    }
    return silent + broken == 0 ? ExitCode.DONE : ExitCode.WORK_FAILED;
  }

  private static Item whole(DhtClient client, Item item) {
    if (!LargeValues.isInPieces(item)) {
      return item;
    }
    Item joined = DhtOptions.values(client).get(item.key()).outcome().item();
    return joined == null ? item : joined;
  }

  private void print(NodeRef node, Item item) {
    String value = String.valueOf(item.value());
    if (options.json) {
      context
          .out()
          .line(
              new JsonLine()
                  .put("key", item.key())
                  .put("value", value)
                  .put("version", item.version())
                  .put("expires", item.expires())
                  .put("holder", node.name().value())
                  .end());
    } else {
      context.out().line(new PairLine(item.key(), value).text());
    }
  }
}
