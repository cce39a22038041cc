package dev.quiver.cli.multicast;

import dev.quiver.cli.CommandContext;
import dev.quiver.cli.CommandFailure;
import dev.quiver.cli.ExitCode;
import dev.quiver.multicast.Order;
import dev.quiver.multicast.View;
import dev.quiver.multicast.jms.RoundConfig;
import java.time.Duration;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The options that say what a round is like. */
final class RoundFlags {

  private static final Pattern DELAY = Pattern.compile("([0-9]{1,6})(?:-([0-9]{1,6}))?(?:ms)?");

  @Option(names = "--order", paramLabel = "ORDER")
  String order = Order.NONE.label();

  @Option(names = "--delay", paramLabel = "MIN-MAX")
  String delay = "10-99ms";

  @Option(names = "--seed", paramLabel = "N")
  long seed = 1;

  @Option(names = "--size", paramLabel = "CHARS")
  int size = 16;

  @Option(names = "--start-wait", paramLabel = "TIME")
  Duration startWait = Duration.ofSeconds(10);

  /** The ordering that was asked for. */
  Order order(CommandContext context) {
    try {
      return Order.labelled(order);
    } catch (IllegalArgumentException e) {
      throw context.failure(
          ExitCode.USAGE, "multicast.badOrder", order, String.join(", ", Order.labels()));
    }
  }

  /**
   * The peers of a round of so many.
   *
   * @throws CommandFailure if there cannot be so many
   */
  static SortedSet<Integer> peers(CommandContext context, int count) {
    if (count < 1 || count > RoundConfig.MAX_PEERS) {
      throw context.failure(ExitCode.USAGE, "multicast.badPeers", count, RoundConfig.MAX_PEERS);
    }
    return View.first(count).members();
  }

  /** One round of these peers. */
  RoundConfig round(CommandContext context, String group, Set<Integer> peers, int messages) {
    Matcher matcher = DELAY.matcher(delay);
    if (!matcher.matches()) {
      throw context.failure(ExitCode.USAGE, "multicast.badDelay", delay);
    }
    long min = Long.parseLong(matcher.group(1));
    long max = matcher.group(2) == null ? min : Long.parseLong(matcher.group(2));
    return new RoundConfig(
        group,
        new TreeSet<>(peers),
        order(context),
        messages,
        Duration.ofMillis(min),
        Duration.ofMillis(max),
        seed,
        size,
        startWait);
  }
}
