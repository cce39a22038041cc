package dev.quiver.cli.multicast;

import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.StopSignals;
import dev.quiver.cli.config.ConnectionFlags;
import dev.quiver.multicast.jms.GroupServer;
import dev.quiver.multicast.jms.RoundConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quiver multicast run}: server and peers, each peer a process, in one command. */
@Command(name = "run")
public final class RunCommand implements Callable<Integer> {

  private final CommandContext context;

  @Mixin private ConnectionFlags connection = new ConnectionFlags();
  @Mixin private GroupFlags flags = new GroupFlags();
  @Mixin private RoundFlags round = new RoundFlags();

  @Option(names = "--peers", paramLabel = "N")
  private int peers = 3;

  @Option(names = "--joiners", paramLabel = "N")
  private int joiners;

  @Option(names = "--messages", paramLabel = "M")
  private int messages = 10;

  @Option(names = "--rounds", paramLabel = "N")
  private int rounds = 1;

  @Option(names = "--report", paramLabel = "DIR")
  private @Nullable Path report;

  @Option(names = "--json")
  private boolean json;

  RunCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    String group = PeerFleet.newGroup();
    // What makes no sense is told before anything is started.
    RoundConfig planned = round.round(context, group, RoundFlags.peers(context, peers), messages);
    if (joiners > 0 && !planned.order().takesJoiners()) {
      throw context.failure(ExitCode.USAGE, "multicast.noJoiners", planned.order().label());
    }
    if (rounds < 1 || joiners < 0 || peers + joiners > RoundConfig.MAX_PEERS) {
      throw context.failure(
          ExitCode.USAGE, "multicast.badRounds", rounds, joiners, RoundConfig.MAX_PEERS - peers);
    }
    RoundMemory.here().require(context, peers + joiners, messages);
    ReportFolder.require(report);
    try (StopSignals signals = StopSignals.listen()) {
      return signals.interrupting(() -> run(group));
    }
  }

  private int run(String group) throws IOException, InterruptedException {
    try (Platform platform = Platform.open(context, connection)) {
      Path logs = flags.folder(context);
      try (PeerFleet fleet =
          PeerFleet.start(
              context,
              platform,
              group,
              peers,
              RoundMemory.ofPeer(peers + joiners, messages),
              logs,
              context.err()::println)) {
        boolean kept = rounds(fleet, group);
        context.say("multicast.logs", logs.toString());
        return kept ? ExitCode.DONE : ExitCode.WORK_FAILED;
      }
    }
  }

  private boolean rounds(PeerFleet fleet, String group) throws IOException, InterruptedException {
    GroupServer server = fleet.server();
    boolean kept = true;
    int expected = server.present().size();
    for (int each = 1; each <= rounds; each++) {
      // During a round they do not ask what is next, so right after it they may look away.
      SortedSet<Integer> present = server.awaitPeers(expected, round.startWait);
      if (present.size() < expected) {
        context.say("multicast.left", present.size(), expected);
        kept = false;
      }
      if (present.isEmpty()) {
        return false;
      }
      expected = present.size();
      RoundConfig config = round.round(context, group + "-" + each, present, messages);
      SortedSet<Integer> absent = RoundRunner.absent(peers, present);
      SortedSet<Integer> joining =
          each == 1 && joiners > 0 ? fleet.join(present, joiners) : new TreeSet<>();
      kept &= new RoundRunner(context, server, json, report).run(config, absent, joining);
    }
    return kept;
  }
}
