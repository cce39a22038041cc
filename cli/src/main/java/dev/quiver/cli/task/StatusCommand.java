package dev.quiver.cli.task;

import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.config.ClusterFlags;
import dev.quiver.cli.output.JsonLine;
import dev.quiver.cli.output.TaskPrinter;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Router;
import dev.quiver.messaging.connection.Use;
import dev.quiver.orchestrator.ask.OrchestratorClient;
import dev.quiver.orchestrator.ask.TaskView;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.TaskId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code quiver task status ID}: what the leading orchestrator knows of a task, or, without one,
 * what the submitter's own results tell.
 */
@Command(name = "status")
final class StatusCommand implements Callable<Integer> {

  private static final long LOOK_MS = 300;

  /** On its way from one queue to another a task may be missed so often. */
  private static final int MOST_MISSED = 10;

  /** Looking there costs a connection. */
  private static final long LOOK_AT_RESULTS_MS = 1_000;

  private final CommandContext context;

  @Mixin private TaskOptions options = new TaskOptions();

  @Mixin private ClusterFlags cluster = new ClusterFlags();

  @Parameters(index = "0", paramLabel = "TASK")
  private String id = "";

  @Option(names = "--watch")
  private boolean watch;

  StatusCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    TaskId task = new TaskId(id);
    Router router = options.router(context, cluster);
    Answer answer = Answer.NOT_ASKED;
    try (OrchestratorClient orchestrator = OrchestratorClient.connect(router.designated())) {
      if (orchestrator.isAnyThere()) {
        answer = tell(orchestrator, task);
      }
    }
    if (answer == Answer.TOLD) {
      return ExitCode.DONE;
    }
    List<ConnectionSettings> where = options.whereResultsAre(router);
    Optional<Outcome> outcome = result(where, task);
    if (outcome.isEmpty()) {
      tellNone(task, answer);
      if (answer == Answer.UNKNOWN) {
        return ExitCode.WORK_FAILED;
      }
      // It is no failure where nobody can say that a task is not waiting.
      outcome = watch ? awaitResult(where, task) : outcome;
    }
    if (outcome.isPresent()) {
      new OutcomePrinter(context, options.json).print(outcome.get());
    }
    return ExitCode.DONE;
  }

  /** What an orchestrator said of the task. */
  private enum Answer {
    NOT_ASKED,
    TOLD,
    UNKNOWN,
    MAY_WAIT
  }

  private Answer tell(OrchestratorClient orchestrator, TaskId task) throws InterruptedException {
    TaskPrinter printer = new TaskPrinter(context, options.json);
    TaskView view = orchestrator.status(task);
    TaskView told = null;
    boolean unseen = false;
    int missed = 0;
    while (view.isKnown()
        || (watch && (told != null || view.mayWait() || (unseen && missed < MOST_MISSED)))) {
      if (!view.isKnown() && told == null && !unseen) {
        tellNone(task, Answer.MAY_WAIT);
        unseen = true;
      }
      missed = view.isKnown() || view.mayWait() ? 0 : missed + 1;
      if (view.isKnown() && !view.equals(told)) {
        printer.print(view);
        context.out().flush();
        told = view;
      }
      if (!watch || view.hasEnded()) {
        return Answer.TOLD;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MS);
      view = orchestrator.status(task);
    }
    return view.mayWait() ? Answer.MAY_WAIT : Answer.UNKNOWN;
  }

  /** Without anybody who tells of its states there is its end to be waited for. */
  private Optional<Outcome> awaitResult(List<ConnectionSettings> where, TaskId task)
      throws Exception {
    Optional<Outcome> outcome = Optional.empty();
    while (outcome.isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(LOOK_AT_RESULTS_MS);
      outcome = result(where, task);
    }
    return outcome;
  }

  /** What is in the client's own results. */
  private Optional<Outcome> result(List<ConnectionSettings> where, TaskId task) throws Exception {
    for (ConnectionSettings each : where) {
      try (Connections connections = Connections.to(each)) {
        Optional<Outcome> outcome = options.results(connections.connect(Use.CONSUME)).of(task);
        if (outcome.isPresent()) {
          return outcome;
        }
      }
    }
    return Optional.empty();
  }

  private void tellNone(TaskId task, Answer answer) {
    if (options.json) {
      context.out().line(new JsonLine().put("taskId", task.value()).put("state", "unknown").end());
    } else {
      String key =
          switch (answer) {
            case NOT_ASKED -> "task.waitingOrUnknown";
            case MAY_WAIT -> "task.unseen";
            case UNKNOWN, TOLD -> "task.unknown";
          };
      context.out().line(context.text().format(key, task));
    }
    context.out().flush();
  }
}
