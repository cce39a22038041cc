package dev.quiver.cli.task;

import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.output.JsonLine;
import dev.quiver.orchestrator.Target;
import dev.quiver.orchestrator.ask.OrchestratorClient;
import dev.quiver.orchestrator.notice.NoticeTexts;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a pause, a resume or a drain is about: everything, unless it is said. */
final class TargetOptions {

  @Option(names = "--worker", paramLabel = "ID")
  private @Nullable String worker;

  @Option(names = "--type", paramLabel = "TYPE")
  private @Nullable String type;

  /** Fails if two were named, or one that cannot be. */
  Target target(CommandContext context) {
    if (worker != null && type != null) {
      throw context.failure(ExitCode.USAGE, "task.oneTarget");
    }
    if (worker != null) {
      return new Target.OneWorker(new WorkerId(worker));
    }
    return type == null ? new Target.Everything() : new Target.OneType(new TaskType(type));
  }

  /**
   * Says that it was done, and if nobody is there now whom it concerns: it holds for whoever comes,
   * and a mistyped name would else go unnoticed.
   *
   * @param what {@code pause}, {@code resume} or {@code drain}
   */
  void report(CommandContext context, OrchestratorClient orchestrator, String what, boolean json) {
    boolean present = isPresent(orchestrator);
    if (json) {
      context
          .out()
          .line(
              new JsonLine()
                  .put("target", target(context).key())
                  .put("done", what)
                  .put("present", present)
                  .end());
      return;
    }
    String target = new NoticeTexts(context.locale()).target(target(context));
    context.out().line(context.text().format("task.done." + what, target));
    if (!present && worker != null) {
      context.say("task.target.noWorker", worker);
    } else if (!present) {
      context.say("task.target.noType", String.valueOf(type));
    }
  }

  private boolean isPresent(OrchestratorClient orchestrator) {
    if (worker != null) {
      return orchestrator.isThere(new WorkerId(worker));
    }
    return type == null || orchestrator.isServed(new TaskType(type));
  }
}
