package dev.quiver.cli.task;

import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.orchestrator.ask.OrchestratorClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code quiver task drain}: pauses a worker and gives what waits with it to others. */
@Command(name = "drain")
final class DrainCommand implements Callable<Integer> {

  private final CommandContext context;

  @Mixin private TaskOptions options = new TaskOptions();

  @Mixin private TargetOptions what = new TargetOptions();

  DrainCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    String target = what.target(context).key();
    try (OrchestratorClient orchestrator = OrchestratorClient.connect(options.asAdmin(context))) {
      orchestrator.drain(target);
      what.report(context, orchestrator, "drain", options.json);
    }
    return ExitCode.DONE;
  }
}
