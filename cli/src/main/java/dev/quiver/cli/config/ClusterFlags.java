package dev.quiver.cli.config;

import dev.quiver.cli.CommandContext;
import dev.quiver.messaging.connection.Router;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of commands that go to what a cluster of brokers may have: pools, rings, rooms. */
public final class ClusterFlags {

  @Option(names = "--cluster", paramLabel = "URL")
  private @Nullable String cluster;

  /** What was given, for another command. */
  public List<String> arguments() {
    return cluster == null ? List.of() : List.of("--cluster", cluster);
  }

  /**
   * The ways to the broker of that choice and to the cluster beside it: said here, else in the
   * environment, else in the configuration.
   */
  public Router router(CommandContext context, ConnectionChoice choice, String clientName) {
    return Router.of(choice.settings(clientName), urls(context, choice));
  }

  /** The addresses of the cluster beside the broker of that choice; empty for none. */
  public List<String> urls(CommandContext context, ConnectionChoice choice) {
    String environment = context.environment().getOrDefault("QUIVER_CLUSTER", "");
    String said = cluster != null ? cluster : environment;
    return said.isBlank()
        ? choice.cluster()
        : ConnectionChoice.clusterOf(said.strip(), choice.tls());
  }
}
