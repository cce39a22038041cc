package dev.quiver.cli.measure;

import dev.quiver.bench.MulticastBench;
import dev.quiver.bench.MulticastBenchOptions;
import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code quiver bench multicast}: what groups reach on this machine, beside JGroups. */
@Command(name = "multicast")
final class BenchMulticastCommand implements Callable<Integer> {

  private final CommandContext context;

  @Option(names = "--runs", paramLabel = "COUNT")
  private int runs = MulticastBenchOptions.defaults().runs();

  @Option(names = "--messages", paramLabel = "COUNT")
  private int messages = MulticastBenchOptions.defaults().messages();

  @Option(names = "--json")
  private boolean json;

  BenchMulticastCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    MulticastBenchOptions options =
        MulticastBenchOptions.defaults().withRuns(runs).withMessages(messages);
    new MulticastBench(options, new PrintedReport(context, json)).run();
    return ExitCode.DONE;
  }
}
