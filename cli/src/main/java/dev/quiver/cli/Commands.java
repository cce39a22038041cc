package dev.quiver.cli;

import dev.quiver.cli.map.MapCommand;
import dev.quiver.cli.role.BrokerCommand;
import dev.quiver.cli.role.WorkerCommand;
import picocli.CommandLine;

/** Which commands there are, in the order of the help. */
final class Commands {

  private Commands() {}

  static void addTo(CommandLine root) {
    root.addSubcommand(MapCommand.class);
    root.addSubcommand(BrokerCommand.class);
    root.addSubcommand(WorkerCommand.class);
    root.addSubcommand(HelpCommand.class);
  }
}
