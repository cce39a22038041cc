package dev.quiver.cli.task;

import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.output.JsonLine;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Use;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.client.Results;
import dev.quiver.tasks.wire.Spool;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * {@code quiver task status ID}: what the submitter's own results tell. A task that has not ended
 * is {@code waiting}, or this client never submitted it: without an orchestrator nobody can say
 * which.
 */
@Command(name = "status")
final class StatusCommand implements Callable<Integer> {

  private final CommandContext context;

  @Mixin private TaskOptions options = new TaskOptions();

  @Parameters(index = "0", paramLabel = "TASK")
  private String id = "";

  StatusCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    TaskId task = new TaskId(id);
    try (Connections connections = Connections.to(options.asClient(context))) {
      Results results =
          Results.of(connections.connect(Use.CONSUME), options.client, Spool.defaults());
      Optional<Outcome> outcome = results.of(task);
      if (outcome.isPresent()) {
        new OutcomePrinter(context, options.json).print(outcome.get());
        return ExitCode.DONE;
      }
      if (options.json) {
        context
            .out()
            .line(new JsonLine().put("taskId", task.value()).put("state", "unknown").end());
      } else {
        context.out().line(context.text().format("task.waitingOrUnknown", task));
      }
      return ExitCode.DONE;
    }
  }
}
