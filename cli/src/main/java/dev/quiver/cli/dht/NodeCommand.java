package dev.quiver.cli.dht;

import dev.quiver.broker.Role;
import dev.quiver.cli.ByteSize;
import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.StopSignals;
import dev.quiver.cli.config.ClusterFlags;
import dev.quiver.cli.config.ConnectionChoice;
import dev.quiver.cli.config.ConnectionFlags;
import dev.quiver.cli.metrics.MetricsFlags;
import dev.quiver.cli.metrics.RingMetrics;
import dev.quiver.cli.metrics.RoleMetrics;
import dev.quiver.cli.output.JsonLine;
import dev.quiver.cli.platform.HealthFile;
import dev.quiver.dht.ChordConfig;
import dev.quiver.dht.Id;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.NodeStatus;
import dev.quiver.dht.jms.Founding;
import dev.quiver.dht.jms.NodeNames;
import dev.quiver.dht.jms.RingDirectory;
import dev.quiver.dht.jms.RingMember;
import dev.quiver.dht.jms.RingProcess;
import dev.quiver.dht.jms.RingWays;
import dev.quiver.dht.jms.UnknownClusterException;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.protocol.NodeId;
import dev.quiver.messaging.text.Names;
import dev.quiver.messaging.text.ValueName;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quiver dht node}: one node of a ring, or many, until told to stop. */
@Command(name = "node")
final class NodeCommand implements Callable<Integer> {

  /** How long nobody takes anything before whoever leaves gives up. */
  private static final Duration LEAVING = Duration.ofSeconds(30);

  /** How long its own nodes may take to say how they see themselves. */
  private static final Duration SEEING_ITSELF = Duration.ofSeconds(5);

  private static final long LOOK_MS = 20;
  private static final int MAX_NODES = 1000;

  private final CommandContext context;

  @Mixin private ConnectionFlags connection = new ConnectionFlags();

  @Mixin private ClusterFlags cluster = new ClusterFlags();

  @Option(names = "--ring", paramLabel = "NAME")
  private String ring = "demo";

  @Option(names = "--join")
  private boolean join;

  @Option(names = "--name", paramLabel = "NAME")
  private @Nullable String name;

  @Option(names = "--count", paramLabel = "N")
  private int count = 1;

  @Option(names = "--vnodes", paramLabel = "N")
  private int vnodes = 1;

  @Option(names = "--id", paramLabel = "ID", split = ",")
  private List<String> ids = new ArrayList<>();

  @Option(names = "--bits", paramLabel = "N")
  private @Nullable Integer bits;

  @Option(names = "--successors", paramLabel = "N")
  private @Nullable Integer successors;

  @Option(names = "--replicas", paramLabel = "N")
  private @Nullable Integer replicas;

  @Option(names = "--max-data", paramLabel = "SIZE")
  private @Nullable ByteSize maxData;

  @Option(names = "--trace-messages")
  private boolean traces;

  @Mixin private MetricsFlags metricsFlags = new MetricsFlags();

  @Option(names = "--json")
  private boolean json;

  NodeCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    check();
    String host = name == null ? randomName() : name;
    checkNames(host);
    CountDownLatch ended = new CountDownLatch(1);
    try (RingWays ways = ways(host);
        RoleMetrics metrics = metricsFlags.open(context, "node");
        StopSignals signals = StopSignals.listen()) {
      signals.onFirst(ended::countDown);
      NodeTalk talk = new NodeTalk(context, json, ended::countDown);
      try (RingProcess process = join ? join(host, ways, talk) : create(host, ways, talk, ended)) {
        if (process == null) {
          return signals.byHand() ? ExitCode.INTERRUPTED : ExitCode.DONE;
        }
        HealthFile.report(context.environment(), context.clock(), () -> !talk.isWaiting());
        metrics.begin(to -> RingMetrics.addTo(to, ring, process, () -> !talk.isWaiting()));
        ended.await();
        if (talk.refused()) {
          return ExitCode.WORK_FAILED;
        }
        boolean left = leave(process);
        talk.throwIfLost();
        return left
            ? signals.byHand() ? ExitCode.INTERRUPTED : ExitCode.DONE
            : ExitCode.WORK_FAILED;
      }
    }
  }

  /** Returns whether all could. */
  private boolean leave(RingProcess process) throws InterruptedException {
    List<NodeStatus> nodes = process.statuses(SEEING_ITSELF);
    if (!nodes.isEmpty() && !process.hasOthers(nodes)) {
      context.say("dht.last", ring, nodes.stream().mapToInt(each -> each.keys().held()).sum());
      return true;
    }
    context.say("dht.leaving", nodes.size());
    boolean left = process.leave(LEAVING);
    context.say(left ? "dht.left" : "dht.notLeft");
    return left;
  }

  private RingProcess join(String host, RingWays ways, NodeTalk talk) throws InterruptedException {
    List<RingMember> members = membersOf(ways.directory(), talk);
    RingProcess.Setup setup = setup(host, members);
    // Who joins goes to where the ring is.
    RingProcess process = start(ways, members.get(0).spread(), setup, talk);
    sayReady(setup, talk);
    return process;
  }

  /**
   * One process at a time; when it says so, others find the ring.
   *
   * @return null if the command was ended before it was its turn
   */
  private @Nullable RingProcess create(
      String host, RingWays ways, NodeTalk talk, CountDownLatch ended) throws InterruptedException {
    try (Founding founding =
        Founding.of(ways.directory(), ring, talk, () -> ended.getCount() == 0)) {
      if (founding == null) {
        return null;
      }
      RingProcess.Setup setup = setup(host, founding.members());
      RingProcess process = start(ways, ways.isSpread(), setup, talk);
      awaitSeen(founding, setup, ended);
      sayReady(setup, talk);
      return process;
    }
  }

  private static void awaitSeen(Founding founding, RingProcess.Setup setup, CountDownLatch ended)
      throws InterruptedException {
    try {
      while (founding.members().size() < setup.nodes().size()
          && !ended.await(LOOK_MS, TimeUnit.MILLISECONDS)) {
        // They say so as soon as they are members.
      }
    } catch (QuiverMessagingException e) {
      // The broker has gone again; the nodes say so, and wait for it.
    }
  }

  private RingWays ways(String host) {
    ConnectionChoice choice = context.connect(connection, Role.NODE.label()).awaitingBroker();
    return RingWays.open(cluster.router(context, choice, "dht " + ring + " " + host), host);
  }

  private RingProcess start(RingWays ways, boolean spread, RingProcess.Setup setup, NodeTalk talk)
      throws InterruptedException {
    try {
      return RingProcess.start(ways, spread, setup, talk, talk, context.clock());
    } catch (UnknownClusterException e) {
      throw context.failure(ExitCode.WORK_FAILED, "dht.unknownCluster", e.ring());
    }
  }

  private void check() {
    if (!ids.isEmpty() && (count != 1 || vnodes != 1)) {
      throw context.failure(ExitCode.USAGE, "dht.idsOrCount");
    }
    long all = ids.isEmpty() ? (long) count * vnodes : ids.size();
    if (count < 1 || vnodes < 1 || all > MAX_NODES) {
      throw context.failure(ExitCode.USAGE, "dht.count", MAX_NODES);
    }
  }

  /** Before anything is connected: what is not usable is a mistake in the command. */
  private void checkNames(String host) {
    Names.requireWord(ValueName.RING, ring);
    Names.requireWord(ValueName.PROCESS, host);
    names(host).forEach(NodeNames::require);
  }

  private List<String> names(String host) {
    List<String> tails =
        ids.isEmpty()
            ? IntStream.rangeClosed(1, count * vnodes).mapToObj(Integer::toString).toList()
            : ids;
    return tails.size() == 1
        ? List.of(host)
        : tails.stream().map(tail -> host + "-" + tail).toList();
  }

  private static String randomName() {
    return String.format(Locale.ROOT, "n%06x", new SplittableRandom().nextInt(1 << 24));
  }

  private List<RingMember> membersOf(Connections connections, NodeTalk talk)
      throws InterruptedException {
    try (BrokerConnection look = connections.await(Use.CONSUME, talk)) {
      return new RingDirectory(look).nodesOf(ring);
    }
  }

  private RingProcess.Setup setup(String host, List<RingMember> members) {
    if (join && members.isEmpty()) {
      throw context.failure(ExitCode.WORK_FAILED, "dht.nothingToJoin", ring);
    }
    if (!join && !members.isEmpty()) {
      throw context.failure(ExitCode.WORK_FAILED, "dht.ringExists", ring, members.size());
    }
    ChordConfig config = config(join ? members.get(0) : null);
    List<NodeRef> nodes = nodes(host, config, members);
    List<NodeRef> contacts = join ? members.stream().map(RingMember::node).toList() : List.of();
    ByteSize given = maxData;
    long room = given == null ? RingProcess.Setup.roomOfHeap() : given.bytes();
    return new RingProcess.Setup(ring, host, config, nodes, contacts, traces, room);
  }

  /** Who joins does as the ring does, unless told otherwise; then the ring refuses. */
  private ChordConfig config(@Nullable RingMember known) {
    ChordConfig config = ChordConfig.defaults();
    Integer ownBits = bits;
    Integer ownSuccessors = successors;
    Integer ownReplicas = replicas;
    if (known != null) {
      config =
          config
              .withBits(known.bits())
              .withSuccessors(known.successors())
              .withReplicas(known.replicas());
    }
    if (ownBits != null) {
      config = config.withBits(ownBits);
    }
    if (ownSuccessors != null) {
      config = config.withSuccessors(ownSuccessors);
    }
    return ownReplicas == null ? config : config.withReplicas(ownReplicas);
  }

  private List<NodeRef> nodes(String host, ChordConfig config, List<RingMember> members) {
    List<String> names = names(host);
    List<NodeRef> nodes = new ArrayList<>();
    Set<Id> taken = new HashSet<>();
    for (int i = 0; i < names.size(); i++) {
      String node = names.get(i);
      Id id = ids.isEmpty() ? config.space().hash(node) : config.space().parse(ids.get(i));
      if (!taken.add(id)) {
        throw context.failure(ExitCode.USAGE, "dht.sameId", id.text());
      }
      nodes.add(new NodeRef(id, new NodeId(node), host));
    }
    for (RingMember member : members) {
      for (NodeRef node : nodes) {
        if (member.node().label().equals(node.label())) {
          throw context.failure(ExitCode.WORK_FAILED, "dht.sameName", node.label(), ring);
        }
      }
    }
    return nodes;
  }

  private void sayReady(RingProcess.Setup setup, NodeTalk talk) {
    long pid = ProcessHandle.current().pid();
    boolean created = setup.contacts().isEmpty();
    talk.line(
        json
            ? new JsonLine()
                .put("ring", ring)
                .put("host", setup.host())
                .put("pid", pid)
                .put("nodes", setup.nodes().size())
                .put("created", created)
                .put("bits", setup.config().space().bits())
                .put("successors", setup.config().successors())
                .put("replicas", setup.config().replicas())
                .end()
            : context
                .text()
                .format(
                    created ? "dht.created" : "dht.joining",
                    ring,
                    setup.nodes().size(),
                    setup.host(),
                    pid,
                    setup.config().space().bits(),
                    setup.config().successors(),
                    setup.config().replicas()));
    int needed = setup.config().successors() + 1;
    if (created && setup.nodes().size() < needed) {
      context.say("dht.small", setup.nodes().size(), needed);
    }
  }
}
