package dev.quiver.cli.task;

import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.output.TaskPrinter;
import dev.quiver.messaging.text.Printable;
import dev.quiver.orchestrator.TaskState;
import dev.quiver.orchestrator.ask.OrchestratorClient;
import dev.quiver.orchestrator.ask.TaskList;
import dev.quiver.orchestrator.ask.TaskQuery;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quiver task list}: tasks that wait for an orchestrator, then those it assigned. */
@Command(name = "list")
final class ListCommand implements Callable<Integer> {

  private static final List<String> STATES =
      Stream.of(TaskState.values()).map(TaskState::label).toList();

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
  private String from = "";

  ListCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    if (limit < 1 || limit > TaskQuery.MOST) {
      throw context.failure(ExitCode.USAGE, "task.list.limit", limit, TaskQuery.MOST);
    }
    String wanted = state == null ? null : state.toLowerCase(Locale.ROOT);
    if (wanted != null && !STATES.contains(wanted)) {
      throw context.failure(
          ExitCode.USAGE, "task.list.state", Printable.harmless(wanted), String.join(", ", STATES));
    }
    TaskQuery query = new TaskQuery(wanted, type, worker, submitter, batch, page(), limit);
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
        context.say("task.list.next", word(list.next()));
      }
    }
    return ExitCode.DONE;
  }

  /** Where a page begins, as people type it: {@code w50} after 50 of the tasks that wait. */
  private static String word(long page) {
    return page >= TaskList.WAITING ? "w" + (page - TaskList.WAITING) : Long.toString(page);
  }

  private long page() {
    try {
      return from.startsWith("w")
          ? TaskList.WAITING + Integer.parseUnsignedInt(from.substring(1))
          : Long.parseLong(from);
    } catch (NumberFormatException e) {
      throw context.failure(ExitCode.USAGE, "task.list.from", Printable.harmless(from));
    }
  }
}
