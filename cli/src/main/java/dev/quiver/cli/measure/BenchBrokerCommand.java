package dev.quiver.cli.measure;

import dev.quiver.bench.BrokerBench;
import dev.quiver.bench.BrokerBenchOptions;
import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code quiver bench broker}: what the death of a broker of a pair costs. */
@Command(name = "broker")
final class BenchBrokerCommand implements Callable<Integer> {

  private final CommandContext context;

  @Option(names = "--kills", paramLabel = "COUNT")
  private int kills = BrokerBenchOptions.defaults().kills();

  @Option(names = "--rate", paramLabel = "COUNT")
  private int rate = BrokerBenchOptions.defaults().tasksPerSecond();

  @Option(names = "--json")
  private boolean json;

  BenchBrokerCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    BrokerBenchOptions options =
        BrokerBenchOptions.defaults().withKills(kills).withTasksPerSecond(rate);
    new BrokerBench(options, new PrintedReport(context, json)).run();
    return ExitCode.DONE;
  }
}
