package dev.quiver.cli.multicast;

import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.StopSignals;
import dev.quiver.cli.config.ConnectionFlags;
import dev.quiver.cli.platform.ParentWatch;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.multicast.PeerMessage;
import dev.quiver.multicast.jms.NobodyToJoinException;
import dev.quiver.multicast.jms.PeerAgent;
import dev.quiver.multicast.jms.PeerRound;
import dev.quiver.multicast.jms.Reports;
import dev.quiver.multicast.jms.RoundConfig;
import dev.quiver.multicast.jms.RoundListener;
import dev.quiver.multicast.log.PeerLog.End;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quiver multicast peer}: one peer, with a group's server or by itself. */
@Command(name = "peer")
public final class PeerCommand implements Callable<Integer> {

  private final CommandContext context;

  @Mixin private ConnectionFlags connection = new ConnectionFlags();
  @Mixin private GroupFlags flags = new GroupFlags();
  @Mixin private RoundFlags round = new RoundFlags();

  @Option(names = "--group", paramLabel = "NAME")
  private String group = "main";

  @Option(names = "--number", paramLabel = "I")
  private @Nullable Integer number;

  @Option(names = "--peers", paramLabel = "N")
  private int peers = 3;

  @Option(names = "--messages", paramLabel = "M")
  private int messages = 10;

  @Option(names = "--join")
  private boolean join;

  @Option(names = "--child", hidden = true)
  private boolean child;

  PeerCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    Integer its = number;
    RoundConfig planned = its == null ? null : planned(its);
    try (StopSignals signals = child ? StopSignals.listenAsChild() : StopSignals.listen()) {
      if (child) {
        ParentWatch.start(context.in(), Thread.currentThread()::interrupt);
      }
      return signals.interrupting(() -> run(its, planned));
    }
  }

  private int run(@Nullable Integer its, @Nullable RoundConfig planned)
      throws IOException, InterruptedException {
    String id = String.format(Locale.ROOT, "%012x", new SecureRandom().nextLong() >>> 16);
    try (Connections connections =
        GroupFlags.connections(context, connection, "multicast peer " + id)) {
      return its == null || planned == null
          ? follow(connections, id)
          : alone(connections, id, its, planned);
    }
  }

  private int follow(Connections connections, String id) throws IOException, InterruptedException {
    connections.await(Use.FENCED, WaitListener.silent()).close();
    try (PeerAgent agent =
        new PeerAgent(connections, group, id, flags.folder(context), join, new Words(id))) {
      agent.run();
    }
    return ExitCode.DONE;
  }

  /** What makes no sense is told before anything is started. */
  private RoundConfig planned(int self) {
    RoundConfig config = round.round(context, group, RoundFlags.peers(context, peers), messages);
    if (join ? self <= peers : self < 1 || self > peers) {
      throw context.failure(
          ExitCode.USAGE, join ? "multicast.badJoiner" : "multicast.badNumber", self, peers);
    }
    return config;
  }

  private int alone(Connections connections, String id, int self, RoundConfig config)
      throws IOException, InterruptedException {
    Path folder = flags.folder(context);
    Words words = new Words(id);
    words.registered(self);
    PeerRound.Result result;
    try (PeerRound peer =
        PeerRound.start(connections, config, self, id, folder, words, context.clock())) {
      result = peer.await();
    } catch (NobodyToJoinException e) {
      throw context.failure(
          ExitCode.WORK_FAILED, "multicast.nobodyToJoin", group, e.waited().toSeconds());
    }
    words.ended(1, result);
    SortedSet<Integer> neverCame = new TreeSet<>(config.members());
    neverCame.removeAll(result.ids().keySet());
    neverCame.remove(self);
    if (result.end() == End.COMPLETE && !join && !neverCame.isEmpty()) {
      words.say(
          "multicast.peer.neverCame", self, neverCame.toString(), config.startWait().toSeconds());
    }
    if (result.end() == End.EXCLUDED && result.delivered() == 0) {
      return ExitCode.WORK_FAILED; // It took part in nothing, so there is nothing to compare.
    }
    try (BrokerConnection broker = connections.connect(Use.FENCED)) {
      Reports.submit(
          broker,
          group,
          new Reports.Submission(group, self, id, result.log(), result.traffic(), result.ids()));
    }
    context.say("multicast.peer.waits", group);
    return result.end() == End.COMPLETE ? ExitCode.DONE : ExitCode.WORK_FAILED;
  }

  /** Says what a peer does, on the standard error. */
  private final class Words implements PeerAgent.Listener, RoundListener {
    private final String id;
    private volatile int self;

    Words(String id) {
      this.id = id;
    }

    @Override
    public void registered(int its) {
      self = its;
      say("multicast.peer.registered", its, id, group);
    }

    @Override
    public void cameTooLate(int roundNumber) {
      say("multicast.peer.tooLate", self);
    }

    @Override
    public void waitingForManager() {
      say("multicast.peer.waiting", group);
    }

    @Override
    public void started(int roundNumber, RoundConfig config) {
      say("multicast.peer.started", self, config.messages(), config.order().label());
    }

    @Override
    public void missed(int roundNumber) {
      say("multicast.peer.missed", self);
    }

    @Override
    public void ended(int roundNumber, PeerRound.Result result) {
      String key =
          switch (result.end()) {
            case COMPLETE -> "multicast.peer.ended";
            case EXCLUDED -> "multicast.peer.excluded";
            case CRASHED -> "multicast.peer.cutOff";
          };
      say(key, self, result.delivered(), result.log().toString());
    }

    @Override
    public void told(PeerMessage message) {
      if (message instanceof PeerMessage.Installed installed) {
        say("multicast.peer.view", self, installed.view().members().toString());
      } else if (message instanceof PeerMessage.Restored restored) {
        say("multicast.peer.restored", self, restored.log().size());
      }
    }

    @Override
    public void coordinates() {
      say("multicast.peer.coordinates", self);
    }

    private void say(String key, Object... values) {
      context.say(key, values);
    }
  }
}
