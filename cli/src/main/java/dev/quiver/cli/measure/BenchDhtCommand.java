package dev.quiver.cli.measure;

import dev.quiver.bench.DhtBench;
import dev.quiver.bench.DhtBenchOptions;
import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code quiver bench dht}: what a ring reaches on this machine. */
@Command(name = "dht")
final class BenchDhtCommand implements Callable<Integer> {

  private final CommandContext context;

  @Option(names = "--runs", paramLabel = "COUNT")
  private int runs = DhtBenchOptions.defaults().runs();

  @Option(names = "--lookups", paramLabel = "COUNT")
  private int lookups = DhtBenchOptions.defaults().lookups();

  @Option(names = "--json")
  private boolean json;

  BenchDhtCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    DhtBenchOptions options = DhtBenchOptions.defaults().withRuns(runs).withLookups(lookups);
    new DhtBench(options, new PrintedReport(context, json)).run();
    return ExitCode.DONE;
  }
}
