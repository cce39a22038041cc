package dev.quiver.cli.config;

import dev.quiver.cli.CommandContext;
import dev.quiver.messaging.connection.Router;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of commands that go to what a cluster of brokers may have: pools and rings. */
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
    String environment = context.environment().getOrDefault("QUIVER_CLUSTER", "");
    String said = cluster != null ? cluster : environment;
    List<String> urls =
        said.isBlank() ? choice.cluster() : ConnectionChoice.clusterOf(said.strip(), choice.tls());
    return Router.of(choice.settings(clientName), urls);
  }
}
