package dev.quiver.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code quiver help task submit}: the same as {@code quiver task submit --help}. */
@Command(name = "help")
final class HelpCommand implements Runnable {

  private final CommandContext context;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0..*", paramLabel = "COMMAND", arity = "0..*")
  private List<String> path = new ArrayList<>();

  HelpCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public void run() {
    CommandLine command = spec.root().commandLine();
    for (String name : path) {
      CommandLine next = command.getSubcommands().get(name);
      if (next == null) {
        throw context.failure(ExitCode.USAGE, "usage.unknownCommand", name);
      }
      command = next;
    }
    context
        .out()
        .write(command.getUsageMessage(command.getColorScheme()).getBytes(StandardCharsets.UTF_8));
  }
}
