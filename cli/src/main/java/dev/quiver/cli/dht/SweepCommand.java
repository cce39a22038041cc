package dev.quiver.cli.dht;

import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.output.JsonLine;
import dev.quiver.dht.jms.DhtClient;
import dev.quiver.dht.jms.LargeValues;
import dev.quiver.dht.jms.RingWays;
import dev.quiver.messaging.reply.ReplyTimeoutException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quiver dht sweep}: removes pieces of long values whose writer died before it was done. */
@Command(name = "sweep")
final class SweepCommand implements Callable<Integer> {

  private final CommandContext context;

  @Mixin private DhtOptions options = new DhtOptions();

  @Option(names = "--older-than", paramLabel = "TIME")
  private Duration age = Duration.ofMinutes(10);

  SweepCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (RingWays ways = options.ways(context);
        DhtClient client = options.client(context, ways)) {
      LargeValues.Swept swept =
          DhtOptions.values(client).sweep(context.clock().instant().minus(age));
      context
          .out()
          .line(
              options.json
                  ? new JsonLine().put("removed", swept.removed()).end()
                  : context.text().format("dht.swept", swept.removed()));
      context.out().flush();
      if (!swept.whole()) {
        throw context.failure(ExitCode.WORK_FAILED, "dht.sweptInPart");
      }
      return ExitCode.DONE;
    } catch (ReplyTimeoutException e) {
      throw context.failure(ExitCode.WORK_FAILED, "dht.sweptInPart");
    }
  }
}
