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
import java.util.TreeSet;
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
  private final List<String> arguments;
  private final String heap;
  private final boolean isFoundByEnvironment;
  private final Consumer<String> said;
  private final GroupServer server;
  private final List<ChildProcess> children = new ArrayList<>();

  private PeerFleet(
      CommandContext context,
      Platform platform,
      String group,
      String heap,
      Path logs,
      Consumer<String> said)
      throws IOException {
    this.heap = heap;
    List<String> words = new ArrayList<>(List.of("multicast", "peer", "--group", group));
    words.addAll(platform.arguments());
    words.addAll(List.of("--log-dir", logs.toString()));
    words.addAll(List.of("--lang", context.locale().getLanguage()));
    this.arguments = List.copyOf(words);
    this.isFoundByEnvironment = platform.isFoundByEnvironment();
    this.said = said;
    this.connections = Connections.to(platform.settings());
    this.server = new GroupServer(connections, group, new BrokerTalk(context));
  }

  /** A group's name that no other run has. */
  static String newGroup() {
    return String.format(Locale.ROOT, "run-%08x", new SplittableRandom().nextInt() & 0xFFFF_FFFFL);
  }

  /**
   * Starts it; returns when the peers are there, or those that came in time.
   *
   * @param heap the largest heap of each peer, as of {@code -Xmx}
   * @param logs where the peers' logs go
   * @param said hears what the peers say
   */
  static PeerFleet start(
      CommandContext context,
      Platform platform,
      String group,
      int peers,
      String heap,
      Path logs,
      Consumer<String> said)
      throws IOException, InterruptedException {
    PeerFleet fleet = new PeerFleet(context, platform, group, heap, logs, said);
    try {
      for (int peer = 1; peer <= peers; peer++) {
        fleet.children.add(fleet.plan(fleet.arguments).start());
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

  private ChildProcess.Plan plan(List<String> words) {
    ChildProcess.Plan plan = ChildProcess.of(words).small(heap).errors(said);
    return isFoundByEnvironment ? plan : plan.withoutConnection();
  }

  /**
   * Starts more peers, which also join a round that is under way; returns when they are there, or
   * those that came in time: a process needs longer to start than many a round takes.
   *
   * @param members who is there already
   * @return the numbers of the joiners; of one that did not come, one that nobody has
   */
  SortedSet<Integer> join(SortedSet<Integer> members, int joiners)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(arguments);
    words.add("--join");
    for (int joiner = 1; joiner <= joiners; joiner++) {
      children.add(plan(words).start());
    }
    int all = members.size() + joiners;
    SortedSet<Integer> present = new TreeSet<>(members);
    present.addAll(server.awaitPeers(all, START));
    SortedSet<Integer> numbers = RoundRunner.absent(all, present);
    numbers.addAll(present);
    numbers.removeAll(members);
    return numbers;
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
