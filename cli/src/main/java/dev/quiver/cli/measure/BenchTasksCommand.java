package dev.quiver.cli.measure;

import dev.quiver.bench.TasksBench;
import dev.quiver.bench.TasksBenchOptions;
import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code quiver bench tasks}: what the pool of workers reaches on this machine. */
@Command(name = "tasks")
public final class BenchTasksCommand implements Callable<Integer> {

  private final CommandContext context;

  @Option(names = "--runs", paramLabel = "COUNT")
  private int runs = TasksBenchOptions.defaults().runs();

  @Option(names = "--tasks", paramLabel = "COUNT")
  private int tasks = TasksBenchOptions.defaults().tasks();

  @Option(names = "--backlog", paramLabel = "COUNT")
  private int backlog = TasksBenchOptions.defaults().largeBacklog();

  @Option(names = "--json")
  private boolean json;

  BenchTasksCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    TasksBenchOptions options =
        TasksBenchOptions.defaults().withRuns(runs).withTasks(tasks).withLargeBacklog(backlog);
    new TasksBench(options, new PrintedReport(context, json)).run();
    return ExitCode.DONE;
  }
}
