package dev.quiver.cli.task;

import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.orchestrator.ask.OrchestratorClient;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import dev.quiver.tasks.client.Destination;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which way a task goes: through an orchestrator, where one is, or to a pool. */
final class Via {

  @Option(names = "--via", paramLabel = "WAY")
  private @Nullable String via;

  @Option(names = "--require-worker")
  private boolean requireWorker;

  /** The way to that worker, which need not be there unless that is demanded. */
  Destination toWorker(CommandContext context, ConnectionSettings settings, WorkerId worker) {
    if (via != null) {
      throw context.failure(ExitCode.USAGE, "task.viaWorker");
    }
    if (requireWorker) {
      try (OrchestratorClient orchestrator = OrchestratorClient.connect(settings)) {
        if (!orchestrator.isThere(worker)) {
          throw context.failure(ExitCode.WORK_FAILED, "task.workerAway", worker);
        }
      }
    }
    return Destination.worker(worker);
  }

  /** The way for a task of that type; looks at who is there. */
  Destination choose(CommandContext context, ConnectionSettings settings, TaskType type) {
    String way = via == null ? "" : via.toLowerCase(Locale.ROOT);
    if (!requireWorker && way.equals("pool")) {
      return Destination.pool();
    }
    if (!way.isEmpty() && !way.equals("pool") && !way.equals("orchestrator")) {
      throw context.failure(ExitCode.USAGE, "task.via", way);
    }
    try (OrchestratorClient orchestrator = OrchestratorClient.connect(settings)) {
      if (requireWorker && !orchestrator.isServed(type)) {
        throw context.failure(ExitCode.WORK_FAILED, "task.noWorker", type);
      }
      Destination usual = way.equals("pool") ? Destination.pool() : orchestrator.usualWay();
      if (way.equals("orchestrator") && !usual.equals(Destination.orchestrator())) {
        throw context.failure(ExitCode.WORK_FAILED, "task.noOrchestrator");
      }
      return usual;
    }
  }
}
