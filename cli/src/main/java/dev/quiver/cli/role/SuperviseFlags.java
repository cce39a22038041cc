package dev.quiver.cli.role;

import dev.quiver.broker.BrokerConfig;
import dev.quiver.broker.Credentials;
import dev.quiver.broker.DataFolder;
import dev.quiver.broker.Role;
import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.supervise.BrokerProbe;
import dev.quiver.cli.supervise.Supervisor;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which a broker gets a watchdog. */
final class SuperviseFlags {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  @Option(names = "--supervise")
  private boolean supervise;

  @Option(names = "--answer-within", paramLabel = "TIME")
  private @Nullable Duration answerWithin;

  /** Whether somebody wants one, and all that was said of it can be. */
  boolean wanted(CommandContext context) {
    if (!supervise && answerWithin != null) {
      throw context.failure(ExitCode.USAGE, "supervise.notWanted");
    }
    if (limit().compareTo(SHORTEST) < 0) {
      throw context.failure(ExitCode.USAGE, "supervise.tooShort", SHORTEST.toSeconds());
    }
    return supervise;
  }

  private Duration limit() {
    return answerWithin == null ? LIMIT : answerWithin;
  }

  /**
   * Runs the broker as a child until it is asked to stop.
   *
   * @param again what was said on the command line; the child knows by more that it is one
   */
  int run(CommandContext context, List<String> again, BrokerConfig config)
      throws IOException, InterruptedException {
    return Supervisor.run(context, again, limit(), () -> probe(config));
  }

  private @Nullable BrokerProbe probe(BrokerConfig config) {
    try {
      Optional<String> password =
          Credentials.read(config.dataFolder()).passwordOf(Role.ADMIN.label());
      int port = port(config);
      return password.isEmpty() || port == 0
          ? null
          : BrokerProbe.of(config, port, password.get(), limit());
    } catch (IOException notYet) {
      return null;
    }
  }

  /** Where it listens; 0 if that is not known yet. */
  private static int port(BrokerConfig config) {
    if (config.port() != 0) {
      return config.port();
    }
    Optional<String> url = DataFolder.urlOfRunning(config.dataFolder());
    return url.isEmpty() ? 0 : URI.create(url.get()).getPort();
  }
}
