package dev.quiver.cli.measure;

import dev.quiver.bench.OrchestratorBench;
import dev.quiver.bench.OrchestratorBenchOptions;
import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code quiver bench orchestrator}: what tasks reach on their way through an orchestrator. */
@Command(name = "orchestrator")
final class BenchOrchestratorCommand implements Callable<Integer> {

  private final CommandContext context;

  @Option(names = "--runs", paramLabel = "COUNT")
  private int runs = OrchestratorBenchOptions.defaults().runs();

  @Option(names = "--tasks", paramLabel = "COUNT")
  private int tasks = OrchestratorBenchOptions.defaults().tasks();

  @Option(names = "--ledger", paramLabel = "COUNT")
  private int ledger = OrchestratorBenchOptions.defaults().ledger();

  @Option(names = "--kills", paramLabel = "COUNT")
  private int kills = OrchestratorBenchOptions.defaults().kills();

  @Option(names = "--freezes", paramLabel = "COUNT")
  private int freezes = OrchestratorBenchOptions.defaults().freezes();

  @Option(names = "--json")
  private boolean json;

  BenchOrchestratorCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    OrchestratorBenchOptions options =
        OrchestratorBenchOptions.defaults()
            .withRuns(runs)
            .withTasks(tasks)
            .withLedger(ledger)
            .withKills(kills)
            .withFreezes(freezes);
    new OrchestratorBench(options, new PrintedReport(context, json)).run();
    return ExitCode.DONE;
  }
}
