package dev.quiver.cli.multicast;

import dev.quiver.broker.Role;
import dev.quiver.cli.CommandContext;
import dev.quiver.cli.config.ConnectionFlags;
import dev.quiver.messaging.connection.Connections;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that all commands about a group have. */
final class GroupFlags {

  @Option(names = "--log-dir", paramLabel = "DIR")
  @Nullable Path logs;

  /** Where peers write their logs. */
  Path folder(CommandContext context) {
    return (logs == null ? context.home().resolve("multicast") : logs).toAbsolutePath();
  }

  /** Connections as a peer. */
  static Connections connections(
      CommandContext context, ConnectionFlags connection, String clientName) {
    return Connections.to(
        context.connect(connection, Role.PEER.label()).awaitingBroker().settings(clientName));
  }
}
