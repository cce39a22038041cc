package dev.quiver.cli.multicast;

import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.StopSignals;
import dev.quiver.cli.config.ConnectionFlags;
import dev.quiver.cli.metrics.GroupMetrics;
import dev.quiver.cli.metrics.MetricsFlags;
import dev.quiver.cli.metrics.RoleMetrics;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Use;
import dev.quiver.multicast.jms.GroupServer;
import dev.quiver.multicast.jms.HandedIn;
import dev.quiver.multicast.jms.Reports;
import dev.quiver.multicast.report.Absent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quiver multicast compare}: group manager and comparison service. */
@Command(name = "compare")
public final class CompareCommand implements Callable<Integer> {

  private static final Duration END = Duration.ofSeconds(5);
  private static final Duration COLLECT = Duration.ofSeconds(5);

  private final CommandContext context;

  @Mixin private ConnectionFlags connection = new ConnectionFlags();
  @Mixin private RoundFlags round = new RoundFlags();

  @Mixin private MetricsFlags metricsFlags = new MetricsFlags();

  @Option(names = "--group", paramLabel = "NAME")
  private String group = "main";

  @Option(names = "--peers", paramLabel = "N")
  private int peers = 1;

  /** The name of each round is that of the group, a time and a number, and has at most 64. */
  private static final int LONGEST_GROUP = 48;

  @Option(names = "--messages", paramLabel = "M")
  private @Nullable Integer messages;

  @Option(names = "--collect")
  private boolean collect;

  @Option(names = "--report", paramLabel = "DIR")
  private @Nullable Path report;

  @Option(names = "--json")
  private boolean json;

  CompareCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    check();
    ReportFolder.require(report);
    try (StopSignals signals = StopSignals.listen()) {
      return signals.interrupting(this::compare);
    }
  }

  private int compare() throws IOException, InterruptedException {
    try (Connections connections =
        GroupFlags.connections(context, connection, "multicast compare")) {
      return collect ? collect(connections) : serve(connections);
    }
  }

  /** What makes no sense is told before anything is started. */
  private void check() {
    if (group.length() > LONGEST_GROUP) {
      throw context.failure(ExitCode.USAGE, "multicast.longGroup", group.length(), LONGEST_GROUP);
    }
    SortedSet<Integer> members = RoundFlags.peers(context, peers);
    var unused = round.round(context, group, members, messages == null ? 0 : messages);
    RoundMemory.here().require(context, peers, messages == null ? 0 : messages);
  }

  private int serve(Connections connections) throws IOException, InterruptedException {
    GroupMetrics rounds = new GroupMetrics();
    try (RoleMetrics metrics = metricsFlags.open(context, "compare");
        GroupServer server = new GroupServer(connections, group, new BrokerTalk(context))) {
      metrics.begin(to -> rounds.addTo(to, group, () -> server.present().size()));
      try {
        return serve(server, rounds);
      } catch (InterruptedException stopped) {
        // The peers must not go on waiting for a server that was stopped.
        server.end(END);
        throw stopped;
      }
    }
  }

  private int serve(GroupServer server, GroupMetrics rounds)
      throws IOException, InterruptedException {
    try (TypedLines in = TypedLines.of(context.in())) {
      context.say("multicast.serving", group);
      boolean kept = judgeEarlier(server);
      int number = 0;
      String run = Long.toString(context.clock().millis(), 36);
      for (int asked = ask(in); asked > 0; asked = messages == null ? ask(in) : 0) {
        SortedSet<Integer> present = server.awaitPeers(peers, round.startWait);
        if (present.isEmpty()) {
          context.say("multicast.nobodyYet", group);
          if (messages != null) {
            kept = false;
          }
          continue;
        }
        RoundMemory memory = RoundMemory.here();
        if (!memory.fits(present.size(), asked)) {
          context.say("multicast.tooLarge", memory.values(present.size(), asked));
          kept &= messages == null;
          continue;
        }
        // Peers of a server that is gone hand in their logs before they look for another one.
        kept &= judgeEarlier(server);
        if (present.size() < peers) {
          context.say("multicast.fewer", present.size(), peers, round.startWait.toSeconds());
        }
        boolean held =
            new RoundRunner(context, server, json, report)
                .run(
                    round.round(context, group + "-" + run + "-" + ++number, present, asked),
                    RoundRunner.absent(peers, present),
                    new TreeSet<>());
        rounds.round(held);
        kept &= held;
      }
      // What came during the last round and is not of it.
      kept &= judgeEarlier(server);
      server.end(END);
      return kept ? ExitCode.DONE : ExitCode.WORK_FAILED;
    }
  }

  /** How many messages each peer shall send; 0 to end. */
  private int ask(TypedLines in) throws IOException, InterruptedException {
    if (messages != null) {
      return messages;
    }
    while (true) {
      context.err().print(context.text().format("multicast.prompt"));
      context.err().flush();
      String line = in.next();
      if (line == null) {
        return 0;
      }
      try {
        int number = Integer.parseInt(line.strip());
        if (number >= 0) {
          return number;
        }
      } catch (NumberFormatException e) {
        // Asked again.
      }
      context.say("multicast.noNumber");
    }
  }

  /** The rounds of a server that is gone; true if everything that was promised held. */
  private boolean judgeEarlier(GroupServer server) throws IOException, InterruptedException {
    List<HandedIn.Round> rounds = server.earlier();
    boolean kept = true;
    for (HandedIn.Round earlier : rounds) {
      context.say("multicast.earlier", earlier.group(), earlier.logs().size());
      kept &= judge(earlier, report);
      server.judged(earlier.handedIn());
    }
    return kept;
  }

  private boolean judge(HandedIn.Round handedIn, @Nullable Path folder) throws IOException {
    RoundRunner.sayWhatIsNotThere(context, handedIn.missing(), handedIn.damaged());
    SortedSet<Integer> neverCame = handedIn.notStarted();
    if (!neverCame.isEmpty()) {
      context.say("multicast.neverCame", neverCame.toString());
    }
    Absent absent = new Absent(handedIn.missing(), handedIn.damaged(), neverCame);
    return new Verdict(context, json, folder).print(Verdict.Round.of(handedIn.logs(), absent));
  }

  private int collect(Connections connections) throws IOException {
    HandedIn handedIn = new HandedIn();
    try (BrokerConnection broker = connections.connect(Use.FENCED);
        Reports reports = Reports.open(broker, group)) {
      for (Optional<Reports.Submitted> log = reports.poll(COLLECT);
          log.isPresent();
          log = reports.poll(COLLECT)) {
        handedIn.add(log.get());
      }
      List<HandedIn.Round> rounds = handedIn.rounds();
      if (rounds.isEmpty()) {
        throw context.failure(ExitCode.WORK_FAILED, "multicast.noLogs", group);
      }
      boolean kept = true;
      for (int i = 0; i < rounds.size(); i++) {
        if (rounds.size() > 1) {
          context.say("multicast.collected", i + 1, rounds.size(), rounds.get(i).logs().size());
        }
        // They are all of one group, and so would their reports be called.
        Path folder = report;
        if (folder != null && rounds.size() > 1) {
          folder = folder.resolve("round-" + (i + 1));
        }
        kept &= judge(rounds.get(i), folder);
      }
      // Only now: whatever ends this before, the logs are still there.
      for (HandedIn.Round each : rounds) {
        reports.judged(each.handedIn());
      }
      return kept ? ExitCode.DONE : ExitCode.WORK_FAILED;
    }
  }
}
