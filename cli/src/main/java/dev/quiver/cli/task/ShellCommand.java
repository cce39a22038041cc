package dev.quiver.cli.task;

import dev.quiver.broker.Role;
import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.config.ConnectionChoice;
import dev.quiver.cli.config.ConnectionFlags;
import dev.quiver.messaging.terminal.ShellTerminal;
import dev.quiver.tasks.shell.ShellOptions;
import dev.quiver.tasks.shell.TaskShell;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code quiver task shell [NAME]}: the interactive way. */
@Command(name = "shell")
final class ShellCommand implements Callable<Integer> {

  private final CommandContext context;

  @Mixin private ConnectionFlags connection = new ConnectionFlags();

  @Parameters(index = "0", arity = "0..1", paramLabel = "NAME")
  private @Nullable String given;

  ShellCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    Files.createDirectories(context.home());
    ShellOptions options =
        ShellOptions.of(context.locale())
            .withHistory(context.home().resolve("task-shell.history"))
            .withExplanations(context::explain)
            .withErrors(context.err());
    boolean interactive = context.terminal().in() && context.terminal().out();
    if (given == null && !interactive) {
      throw context.failure(ExitCode.USAGE, "shell.noName");
    }
    try (ShellTerminal terminal =
        interactive
            ? ShellTerminal.interactive(context.terminal().colours())
            : ShellTerminal.plain(context.in(), context.out().printStream())) {
      String name = given != null ? given : TaskShell.askName(terminal, options);
      if (name == null) {
        return ExitCode.DONE;
      }
      ConnectionChoice choice = context.connect(connection, Role.CLIENT.label());
      NewAccount account = new NewAccount(context, connection);
      ConnectionChoice login = account.offer(choice, name, interactive ? terminal : null);
      int failures = TaskShell.run(login.settings("task shell " + name), name, terminal, options);
      return interactive || failures == 0 ? ExitCode.DONE : ExitCode.WORK_FAILED;
    }
  }
}
