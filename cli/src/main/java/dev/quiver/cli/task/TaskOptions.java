package dev.quiver.cli.task;

import dev.quiver.broker.Role;
import dev.quiver.cli.CommandContext;
import dev.quiver.cli.config.ConnectionFlags;
import dev.quiver.messaging.connection.ConnectionSettings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all commands about tasks can be told. */
final class TaskOptions {

  @Mixin ConnectionFlags connection = new ConnectionFlags();

  /** Results wait under this name; the commands see what was submitted under the same one. */
  @Option(names = "--client", paramLabel = "ID")
  String client = "cli";

  @Option(names = "--json")
  boolean json;

  ConnectionSettings asClient(CommandContext context) {
    return context.connect(connection, Role.CLIENT.label()).settings("quiver task");
  }

  ConnectionSettings asAdmin(CommandContext context) {
    return context.connect(connection, Role.ADMIN.label()).settings("quiver task");
  }
}
