package dev.quiver.cli.multicast;

import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.platform.ChildProcess;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.multicast.jms.GroupServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * A group's server in this process and its peers as processes of their own. Closing it tells the
 * peers that there are no more rounds, then ends those that are left.
 */
final class PeerFleet implements AutoCloseable {

  /** How long processes may take to start on a busy machine. */
  private static final Duration START = Duration.ofSeconds(90);

  private static final Duration END = Duration.ofSeconds(5);

  private final Connections connections;
  private final GroupServer server;
  private final List<ChildProcess> children = new ArrayList<>();

  private PeerFleet(Connections connections, String group) {
    this.connections = connections;
    this.server = new GroupServer(connections, group);
  }

  /** A group's name that no other run has. */
  static String newGroup() {
    return String.format(Locale.ROOT, "run-%08x", new SplittableRandom().nextInt() & 0xFFFF_FFFFL);
  }

  /**
   * Starts it; returns when the peers are there, or those that came in time.
   *
   * @param logs where the peers' logs go
   * @param said hears what the peers say
   */
  static PeerFleet start(
      CommandContext context,
      Platform platform,
      String group,
      int peers,
      Path logs,
      Consumer<String> said)
      throws IOException, InterruptedException {
    PeerFleet fleet = new PeerFleet(Connections.to(platform.settings()), group);
    try {
      List<String> arguments = new ArrayList<>(List.of("multicast", "peer", "--group", group));
      arguments.addAll(platform.arguments());
      arguments.addAll(List.of("--log-dir", logs.toString()));
      arguments.addAll(List.of("--lang", context.locale().getLanguage()));
      for (int peer = 1; peer <= peers; peer++) {
        ChildProcess.Plan plan = ChildProcess.of(arguments).heap("96m").small().errors(said);
        if (!platform.isFoundByEnvironment()) {
          plan.withoutConnection();
        }
        fleet.children.add(plan.start());
      }
      SortedSet<Integer> present = fleet.server.awaitPeers(peers, START);
      if (present.isEmpty()) {
        throw context.failure(ExitCode.WORK_FAILED, "multicast.nobody", START.toSeconds());
      }
      if (present.size() < peers) {
        context.say("multicast.fewer", present.size(), peers, START.toSeconds());
      }
      return fleet;
    } catch (IOException | InterruptedException | RuntimeException e) {
      fleet.stop();
      throw e;
    }
  }

  GroupServer server() {
    return server;
  }

  @Override
  public void close() {
    try {
      server.end(END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      stop();
    }
  }

  private void stop() {
    children.forEach(ChildProcess::close);
    server.close();
    connections.close();
  }
}
