package dev.quiver.cli.dht;

import dev.quiver.cli.MissingCommandException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code quiver dht}: holds the commands about the Chord ring. */
@Command(
    name = "dht",
    subcommands = {
      NodeCommand.class,
      PutCommand.class,
      GetCommand.class,
      DeleteCommand.class,
      LookupCommand.class,
      RingCommand.class,
      StatsCommand.class,
      LoadCommand.class,
      DumpCommand.class,
      SweepCommand.class,
      ShellCommand.class,
      SimulateCommand.class
    })
public final class DhtCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new MissingCommandException(spec.commandLine());
  }
}
