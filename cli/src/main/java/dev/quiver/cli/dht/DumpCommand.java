package dev.quiver.cli.dht;

import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.output.JsonLine;
import dev.quiver.dht.Item;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.jms.DhtClient;
import dev.quiver.dht.jms.LargeValues;
import dev.quiver.dht.jms.RingWays;
import dev.quiver.messaging.connection.UnknownOutcomeException;
import dev.quiver.messaging.reply.ReplyTimeoutException;
import dev.quiver.messaging.text.Printable;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code quiver dht dump}: every key once, round the circle, as {@code load} reads them. */
@Command(name = "dump")
final class DumpCommand implements Callable<Integer> {

  private final CommandContext context;

  @Mixin private DhtOptions options = new DhtOptions();

  DumpCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (RingWays ways = options.ways(context);
        DhtClient client = options.client(context, ways)) {
      Dump dump = new Dump(client);
      client.walk(dump);
      context.out().flush();
      return dump.missing ? ExitCode.WORK_FAILED : ExitCode.DONE;
    }
  }

  private final class Dump implements DhtClient.Visitor {

    private final DhtClient client;
    private boolean missing;

    Dump(DhtClient client) {
      this.client = client;
    }

    @Override
    public void item(NodeRef holder, Item item) {
      if (LargeValues.isPiece(item.key())) {
        return;
      }
      Item whole = whole(client, item);
      if (LargeValues.isInPieces(whole)) {
        missing = true;
        context.say("dht.brokenValue", Printable.harmless(item.key()));
      } else {
        print(holder, whole);
      }
    }

    @Override
    public void unseen(@Nullable NodeRef holder) {
      missing = true;
      if (holder == null) {
        context.say("dht.unseen");
      } else {
        context.say("dht.silent", DhtOptions.shown(holder));
      }
    }
  }

  private static Item whole(DhtClient client, Item item) {
    if (!LargeValues.isInPieces(item)) {
      return item;
    }
    try {
      Item joined = DhtOptions.values(client).get(item.key()).outcome().item();
      return joined == null ? item : joined;
    } catch (ReplyTimeoutException | UnknownOutcomeException e) {
      return item;
    }
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
                  .put("holder", node.label())
                  .end());
    } else {
      context.out().line(new PairLine(item.key(), value).text());
    }
  }
}
