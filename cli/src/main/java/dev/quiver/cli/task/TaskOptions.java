package dev.quiver.cli.task;

import dev.quiver.broker.Role;
import dev.quiver.cli.CommandContext;
import dev.quiver.cli.config.ClusterFlags;
import dev.quiver.cli.config.ConnectionChoice;
import dev.quiver.cli.config.ConnectionFlags;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Router;
import dev.quiver.tasks.client.Results;
import dev.quiver.tasks.wire.Spool;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

  /**
   * The results under the client's name. The shell keeps them under the user's name in lower case:
   * if there are none under the name as it was typed, those.
   *
   * @param connected one for consuming
   */
  Results results(BrokerConnection connected) {
    Results typed = Results.of(connected, client, Spool.defaults());
    return typed.isThere()
        ? typed
        : Results.of(connected, client.toLowerCase(Locale.ROOT), Spool.defaults());
  }

  /** The ways to the designated broker and to the cluster beside it, if there is one. */
  Router router(CommandContext context, ClusterFlags cluster) {
    ConnectionChoice choice = context.connect(connection, Role.CLIENT.label());
    return cluster.router(context, choice, "quiver task");
  }

  /**
   * Every broker on which results of the client may wait, the likeliest first: what was done for it
   * on one broker of a cluster goes to its home only when somebody takes it there.
   */
  List<ConnectionSettings> whereResultsAre(Router router) {
    List<ConnectionSettings> all = new ArrayList<>(router.preferred(client));
    all.add(router.designated());
    return all;
  }

  ConnectionSettings asAdmin(CommandContext context) {
    return context.connect(connection, Role.ADMIN.label()).settings("quiver task");
  }
}
