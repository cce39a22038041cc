package dev.quiver.cli.numbers;

import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.StopSignals;
import dev.quiver.cli.config.ConnectionFlags;
import dev.quiver.cli.output.JsonLine;
import dev.quiver.cli.platform.ParentWatch;
import dev.quiver.numbers.Verdict;
import dev.quiver.numbers.consumer.Consumer;
import dev.quiver.numbers.consumer.ConsumerConfig;
import dev.quiver.numbers.consumer.ConsumerSummary;
import dev.quiver.numbers.log.ConsumerLog;
import dev.quiver.numbers.log.ProcessName;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quiver consume}: takes numbers, tells even from odd, and logs them. */
@Command(name = "consume")
public final class ConsumeCommand implements Callable<Integer> {

  private final CommandContext context;

  @Mixin private ConnectionFlags connection = new ConnectionFlags();
  @Mixin private NumbersFlags flags = new NumbersFlags();

  @Option(names = "--id", paramLabel = "ID")
  private @Nullable String id;

  @Option(names = "--until-end")
  private boolean untilEnd;

  @Option(names = "--slow", paramLabel = "TIME")
  private Duration slow = Duration.ZERO;

  @Option(names = "--child", hidden = true)
  private boolean child;

  ConsumeCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    String name = id == null ? NumbersIds.process() : id;
    // From the start of the process: it takes a while until this line, and a run that ends in that
    // while is one that its user meant. As the JVM counts it: the system's own answer is reckoned
    // from when the machine was started, in whole seconds, and may lie before the end of a run that
    // was over long ago.
    Instant since = Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
    ConsumerConfig config = ConsumerConfig.of(name, untilEnd, since).withWork(slow);
    ProcessName self = ProcessName.consumer(name);
    try (NumbersProcess process = NumbersProcess.open(context, connection, flags, self);
        StopSignals signals = StopSignals.listen()) {
      ConsumerLog log =
          ConsumerLog.open(process.folder(), NumbersFlags.language(context), self, context.clock());
      Consumer consumer = new Consumer(config, process.around(), log);
      signals.onFirst(consumer::stop);
      if (child) {
        ParentWatch.start(context.in(), consumer::stop);
      }
      ConsumerSummary summary = consumer.run();
      say(summary, log.path().toString(), process.around().narrator().log().toString());
      return signals.stopped() ? signals.exitCode() : exitCode(summary);
    }
  }

  private static int exitCode(ConsumerSummary summary) {
    Verdict.How gravest = summary.gravest();
    if (gravest == null || gravest == Verdict.How.COMPLETE) {
      return ExitCode.DONE;
    }
    return gravest == Verdict.How.ABANDONED ? ExitCode.PRODUCER_GONE : ExitCode.WORK_FAILED;
  }

  private void say(ConsumerSummary summary, String consumerLog, String executionLog) {
    if (!flags.json) {
      context.out().line(context.text().format("numbers.logs", consumerLog, executionLog));
      context.out().flush();
      return;
    }
    for (Verdict verdict : summary.runs()) {
      context
          .out()
          .line(
              new JsonLine()
                  .put("run", verdict.run().id())
                  .put("producer", verdict.run().producer())
                  .put("outcome", verdict.how().label())
                  .put("count", verdict.count())
                  .put("logged", verdict.logged())
                  .put("even", verdict.even())
                  .put("odd", verdict.odd())
                  .put("missing", verdict.missing())
                  .put("missed", verdict.missed())
                  .put("endedAt", verdict.at())
                  .end());
    }
    context
        .out()
        .line(
            new JsonLine()
                .put("consumer", summary.id())
                .put("queue", flags.queue())
                .put("logged", summary.logged())
                .put("even", summary.even())
                .put("odd", summary.odd())
                .put("again", summary.again())
                .put("rejected", summary.rejected())
                .put("missing", summary.missing())
                .put("tookMs", summary.took().toMillis())
                .put("rate", summary.rate())
                .put("consumerLog", consumerLog)
                .put("executionLog", executionLog)
                .end());
    context.out().flush();
  }
}
