package dev.quiver.cli.task;

import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a pause, a resume or a drain is about: everything, unless it is said. */
final class TargetOptions {

  @Option(names = "--worker", paramLabel = "ID")
  private @Nullable String worker;

  @Option(names = "--type", paramLabel = "TYPE")
  private @Nullable String type;

  String target(CommandContext context) {
    if (worker != null && type != null) {
      throw context.failure(ExitCode.USAGE, "task.oneTarget");
    }
    if (worker != null) {
      return "worker/" + worker;
    }
    return type == null ? "everything" : "type/" + type;
  }
}
