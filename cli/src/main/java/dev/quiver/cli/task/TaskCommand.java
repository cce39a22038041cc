package dev.quiver.cli.task;

import dev.quiver.cli.MissingCommandException;
import dev.quiver.cli.menu.MenuCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code quiver task}: holds the commands about tasks. */
@Command(
    name = "task",
    subcommands = {
      SubmitCommand.class,
      StatusCommand.class,
      ListCommand.class,
      StatsCommand.class,
      ResultsCommand.class,
      CancelCommand.class,
      DeadCommand.class,
      WorkersCommand.class,
      PauseCommand.class,
      ResumeCommand.class,
      DrainCommand.class,
      ScheduleCommand.class,
      ShellCommand.class,
      MenuCommand.class
    })
public final class TaskCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new MissingCommandException(spec.commandLine());
  }
}
