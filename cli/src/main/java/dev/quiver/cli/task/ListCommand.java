package dev.quiver.cli.task;

import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.output.TaskPrinter;
import dev.quiver.orchestrator.ask.OrchestratorClient;
import dev.quiver.orchestrator.ask.TaskList;
import dev.quiver.orchestrator.ask.TaskQuery;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quiver task list}: tasks that wait for an orchestrator, then those it assigned. */
@Command(name = "list")
final class ListCommand implements Callable<Integer> {

  private final CommandContext context;

  @Mixin private TaskOptions options = new TaskOptions();

  @Option(names = "--state", paramLabel = "STATE")
  private @Nullable String state;

  @Option(names = "--type", paramLabel = "TYPE")
  private @Nullable String type;

  @Option(names = "--worker", paramLabel = "ID")
  private @Nullable String worker;

  @Option(names = "--submitter", paramLabel = "USER")
  private @Nullable String submitter;

  @Option(names = "--batch", paramLabel = "ID")
  private @Nullable String batch;

  @Option(names = "--limit", paramLabel = "N", defaultValue = "50")
  private int limit;

  @Option(names = "--from", paramLabel = "N", defaultValue = "-1")
  private long from;

  ListCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    TaskQuery query = new TaskQuery(state, type, worker, submitter, batch, from, limit);
    try (OrchestratorClient orchestrator = OrchestratorClient.connect(options.asClient(context))) {
      TaskList list = orchestrator.list(query);
      if (!options.json && list.tasks().isEmpty()) {
        context.out().line(context.text().format("task.list.none"));
        return ExitCode.DONE;
      }
      new TaskPrinter(context, options.json).print(list.tasks());
      if (!options.json) {
        context.say("task.list.total", list.tasks().size(), list.total());
      }
      if (list.next() >= 0) {
        context.say("task.list.next", list.next());
      }
    }
    return ExitCode.DONE;
  }
}
