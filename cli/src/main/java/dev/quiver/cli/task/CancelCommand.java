package dev.quiver.cli.task;

import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.output.JsonLine;
import dev.quiver.cli.output.TaskPrinter;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.orchestrator.ask.NoLeaderException;
import dev.quiver.orchestrator.ask.OrchestratorClient;
import dev.quiver.orchestrator.ask.TaskView;
import dev.quiver.tasks.BatchId;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.client.TaskClient;
import dev.quiver.tasks.client.TaskClientConfig;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quiver task cancel}: a task, or all of a batch; it counts also after a restart. */
@Command(name = "cancel")
final class CancelCommand implements Callable<Integer> {

  private final CommandContext context;

  @Mixin private TaskOptions options = new TaskOptions();

  @Parameters(index = "0", arity = "0..1", paramLabel = "TASK")
  private @Nullable String id;

  @Option(names = "--batch", paramLabel = "ID")
  private @Nullable String batch;

  CancelCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    String task = id;
    String all = batch;
    if ((task == null) == (all == null)) {
      throw context.failure(ExitCode.USAGE, "task.cancelWhat");
    }
    ConnectionSettings settings = options.asClient(context);
    TaskView view = task == null ? null : whatIsKnown(settings, new TaskId(task));
    if (view != null && view.hasEnded()) {
      throw context.failure(
          ExitCode.WORK_FAILED,
          "task.cancelEnded",
          view.taskId(),
          new TaskPrinter(context, false).state(view));
    }
    TaskClientConfig config = TaskClientConfig.of(options.client).keeping();
    try (TaskClient client = TaskClient.connect(settings, config)) {
      if (task != null) {
        client.cancel(new TaskId(task));
      } else if (all != null) {
        client.cancel(new BatchId(all));
      }
    }
    if (view != null && !view.isKnown() && !view.mayWait()) {
      context.say("task.cancelUnknown", view.taskId());
    }
    if (options.json) {
      context
          .out()
          .line(
              new JsonLine()
                  .put("taskId", task)
                  .put("batch", all)
                  .put("state", "cancelling")
                  .end());
    } else {
      context.say("task.cancelling", task == null ? String.valueOf(all) : task);
    }
    return ExitCode.DONE;
  }

  /** What an orchestrator knows of it; null without one. */
  private static @Nullable TaskView whatIsKnown(ConnectionSettings settings, TaskId task)
      throws InterruptedException {
    try (OrchestratorClient orchestrator = OrchestratorClient.connect(settings)) {
      return orchestrator.isAnyThere() ? orchestrator.status(task) : null;
    } catch (NoLeaderException none) {
      // A cancel needs nobody who leads now.
      return null;
    }
  }
}
