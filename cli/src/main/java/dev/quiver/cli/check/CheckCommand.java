package dev.quiver.cli.check;

import dev.quiver.cli.MissingCommandException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code quiver check}: holds the checkers. */
@Command(name = "check", subcommands = CheckTasksCommand.class)
public final class CheckCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new MissingCommandException(spec.commandLine());
  }
}
