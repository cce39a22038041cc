package dev.quiver.cli.measure;

import dev.quiver.bench.ChatBench;
import dev.quiver.bench.ChatBenchOptions;
import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code quiver bench chat}: what a room of chat reaches on this machine. */
@Command(name = "chat")
public final class BenchChatCommand implements Callable<Integer> {

  private final CommandContext context;

  @Option(names = "--runs", paramLabel = "COUNT")
  private int runs = ChatBenchOptions.defaults().runs();

  @Option(names = "--deliveries", paramLabel = "COUNT")
  private int deliveries = ChatBenchOptions.defaults().deliveries();

  @Option(names = "--json")
  private boolean json;

  BenchChatCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    ChatBenchOptions options =
        ChatBenchOptions.defaults().withRuns(runs).withDeliveries(deliveries);
    new ChatBench(options, new PrintedReport(context, json)).run();
    return ExitCode.DONE;
  }
}
