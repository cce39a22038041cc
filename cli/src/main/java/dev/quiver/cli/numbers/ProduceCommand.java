package dev.quiver.cli.numbers;

import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.StopSignals;
import dev.quiver.cli.config.ConnectionFlags;
import dev.quiver.cli.output.JsonLine;
import dev.quiver.cli.platform.ParentWatch;
import dev.quiver.numbers.Run;
import dev.quiver.numbers.draw.NumberRange;
import dev.quiver.numbers.log.ProcessName;
import dev.quiver.numbers.producer.Producer;
import dev.quiver.numbers.producer.ProducerConfig;
import dev.quiver.numbers.producer.ProducerSummary;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quiver produce}: sends random numbers and an end marker. */
@Command(name = "produce")
public final class ProduceCommand implements Callable<Integer> {

  private final CommandContext context;

  @Mixin private ConnectionFlags connection = new ConnectionFlags();
  @Mixin private NumbersFlags flags = new NumbersFlags();

  @Option(names = "--count", paramLabel = "N")
  private int count = 12;

  @Option(names = "--min", paramLabel = "N")
  private int min = 1;

  @Option(names = "--max", paramLabel = "N")
  private int max = 100;

  @Option(names = "--rate", paramLabel = "N")
  private @Nullable Double rate;

  @Option(names = "--id", paramLabel = "ID")
  private @Nullable String id;

  @Option(names = "--child", hidden = true)
  private boolean child;

  ProduceCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    Run run = new Run(id == null ? NumbersIds.process() : id, NumbersIds.run());
    ProducerConfig config = ProducerConfig.of(run, count, new NumberRange(min, max));
    if (rate != null) {
      config = config.withRate(rate);
    }
    ProcessName name = ProcessName.producer(run.producer());
    try (NumbersProcess process = NumbersProcess.open(context, connection, flags, name);
        StopSignals signals = StopSignals.listen()) {
      Producer producer = new Producer(config, process.around(), new SplittableRandom());
      signals.onFirst(producer::stop);
      if (child) {
        ParentWatch.start(context.in(), producer::stop);
      }
      ProducerSummary summary = producer.run();
      say(summary, process);
      if (signals.stopped()) {
        return signals.exitCode();
      }
      return summary.ended() ? ExitCode.DONE : ExitCode.WORK_FAILED;
    }
  }

  private void say(ProducerSummary summary, NumbersProcess process) {
    String log = process.around().narrator().log().toString();
    context
        .out()
        .line(
            flags.json
                ? new JsonLine()
                    .put("producer", summary.run().producer())
                    .put("run", summary.run().id())
                    .put("queue", flags.queue())
                    .put("count", summary.count())
                    .put("sent", summary.sent())
                    .put("even", summary.even())
                    .put("odd", summary.odd())
                    .put("blocked", summary.blocked())
                    .put("endMarker", summary.ended())
                    .put("tookMs", summary.took().toMillis())
                    .put("rate", summary.rate())
                    .put("executionLog", log)
                    .end()
                : context.text().format("numbers.log", log));
    context.out().flush();
  }
}
