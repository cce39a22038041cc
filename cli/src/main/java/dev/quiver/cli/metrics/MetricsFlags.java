package dev.quiver.cli.metrics;

import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.messaging.text.Printable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options by which a role tells a monitoring system how it is. Where they are not given the
 * environment may say it, for containers.
 */
public final class MetricsFlags {

  /** The port in the environment; children do not inherit it, since each needs one of its own. */
  public static final String PORT_VARIABLE = "QUIVER_METRICS_PORT";

  private static final String HOST_VARIABLE = "QUIVER_METRICS_HOST";
  private static final String LOOPBACK = "127.0.0.1";
  private static final int MAX_PORT = 65_535;

  @Option(names = "--metrics-port", paramLabel = "PORT")
  private @Nullable String port;

  @Option(names = "--metrics-host", paramLabel = "ADDRESS")
  private @Nullable String host;

  /**
   * Serves what the role will say of itself, if that was asked for; before the role begins, so that
   * a port that is taken stops it in time.
   *
   * @param role what the process is, such as {@code worker}
   * @return closed after the role
   */
  public RoleMetrics open(CommandContext context, String role) throws IOException {
    String wanted = said(port, context, PORT_VARIABLE);
    if (wanted == null) {
      return RoleMetrics.none();
    }
    String heard = said(host, context, HOST_VARIABLE);
    String where = heard == null ? LOOPBACK : heard;
    InetSocketAddress address = new InetSocketAddress(where, number(context, wanted));
    if (address.isUnresolved()) {
      throw context.failure(ExitCode.USAGE, "metrics.badHost", Printable.harmless(where));
    }
    try {
      RoleMetrics metrics = RoleMetrics.served(role, address);
      context.say("metrics.ready", metrics.url());
      return metrics;
    } catch (BindException e) {
      throw context.failure(
          ExitCode.WORK_FAILED,
          "metrics.portTaken",
          Printable.harmless(wanted),
          Printable.harmless(where));
    }
  }

  private static @Nullable String said(
      @Nullable String option, CommandContext context, String variable) {
    String said = option == null ? context.environment().get(variable) : option;
    return said == null || said.isBlank() ? null : said.strip();
  }

  private static int number(CommandContext context, String text) {
    try {
      int number = Integer.parseInt(text);
      if (number >= 0 && number <= MAX_PORT) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw context.failure(ExitCode.USAGE, "metrics.badPort", Printable.harmless(text));
  }
}
