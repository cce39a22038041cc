package dev.quiver.dht.jms;

import dev.quiver.dht.ChordConfig;
import dev.quiver.dht.ChordMessage;
import dev.quiver.dht.ClientMessage;
import dev.quiver.dht.LocalMessage;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.NodeStatus;
import dev.quiver.dht.Notice;
import dev.quiver.dht.Roster;
import dev.quiver.dht.core.ChordNode;
import dev.quiver.dht.core.Room;
import dev.quiver.messaging.batch.SessionKeeper;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.messaging.presence.PresenceKind;
import dev.quiver.messaging.presence.PresencePublisher;
import dev.quiver.messaging.protocol.Event;
import dev.quiver.messaging.protocol.NodeId;
import dev.quiver.messaging.protocol.ProtocolDriver;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process with one node of a ring or many. It finds, creates or joins the ring, says on the
 * broker that its members are here, and suspends its nodes while the broker is away, so that they
 * do not take each other for dead.
 */
public final class RingProcess implements AutoCloseable {

  /** Hears what the nodes say; one thread at a time. */
  public interface Listener {

    /** A node said something to its process. */
    void on(NodeRef node, Notice notice);

    /** A message came or went; only if the process was started to tell. */
    default void traced(NodeRef node, boolean sent, NodeId other, ChordMessage message) {}
  }

  /**
   * What a process is told.
   *
   * @param host its name
   * @param nodes its nodes; no two of a ring share a name or an identifier
   * @param contacts members of the ring to join; empty to create it
   * @param traces whether the listener hears of every message
   * @param room how much they may keep together, in bytes
   */
  public record Setup(
      String ring,
      String host,
      ChordConfig config,
      List<NodeRef> nodes,
      List<NodeRef> contacts,
      boolean traces,
      long room) {
    public Setup {
      nodes = List.copyOf(nodes);
      contacts = List.copyOf(contacts);
    }

    /** With as much room as the {@linkplain #roomOfHeap heap} has. */
    public Setup(
        String ring,
        String host,
        ChordConfig config,
        List<NodeRef> nodes,
        List<NodeRef> contacts,
        boolean traces) {
      this(ring, host, config, nodes, contacts, traces, roomOfHeap());
    }

    /** The nodes as others are to know them: with the account that their words come from. */
    private Setup runBy(String account) {
      List<NodeRef> ours = nodes.stream().map(node -> node.runBy(account)).toList();
      return new Setup(ring, host, config, ours, contacts, traces, room);
    }

    /** Half of the heap, apart from what the process needs for itself, in bytes. */
    public static long roomOfHeap() {
      return Math.max(LEAST_ROOM, (Runtime.getRuntime().maxMemory() - PROCESS) / 2);
    }
  }

  /** How long a dead process still counts as here. */
  public static final Duration PRESENCE = Duration.ofSeconds(6);

  /** What a process takes of its heap before it keeps anything, in bytes. */
  private static final long PROCESS = 32L << 20;

  private static final long LEAST_ROOM = 1L << 20;

  private static final Logger LOG = LoggerFactory.getLogger(RingProcess.class);
  private static final long LEAVING_LOOK_MS = 200;
  private static final int MAILBOX = 20_000;

  private final Setup setup;
  private final Listener listener;
  private final RingLink link;
  private final ProtocolDriver<Hosted> driver;
  private final SessionKeeper keeper;
  private final BrokerConnection presenceConnection;
  private final PresencePublisher presence;
  private final Set<String> members = new ConcurrentSkipListSet<>();
  private final AtomicLong inquiries = new AtomicLong();
  private final Map<Long, CompletableFuture<NodeStatus>> inquired = new ConcurrentHashMap<>();
  private final CountDownLatch left;
  private final AtomicLong moves = new AtomicLong();
  private boolean begun;
  private boolean closed;

  private RingProcess(
      Connections directory,
      Connections traffic,
      Setup setup,
      Listener listener,
      WaitListener waiting,
      Clock clock)
      throws InterruptedException {
    boolean spread = traffic != directory;
    this.setup = setup;
    this.listener = listener;
    this.left = new CountDownLatch(setup.nodes().size());
    Duration life =
        setup.config().rpcTimeout().multipliedBy(setup.config().rpcAttempts()).plusSeconds(1);
    this.link =
        new RingLink(
            setup.ring(),
            setup.nodes(),
            traffic.settings().addresses(),
            life,
            clock,
            new Arrivals());
    SplittableRandom random = new SplittableRandom();
    Room room = new Room(setup.room());
    HostedNodes hosted =
        new HostedNodes(
            setup.nodes().stream()
                .map(node -> new ChordNode(setup.config(), node, random.split(), room))
                .toList());
    this.driver =
        ProtocolDriver.startDirect(
            hosted,
            new ProtocolDriver.Setup<>(
                setup.host() + "-nodes", clock, this::send, this::delivered, this::fault, MAILBOX));
    this.presenceConnection = directory.await(Use.CONSUME, waiting);
    this.presence =
        PresencePublisher.start(
            presenceConnection,
            PresenceKind.NODE,
            setup.ring() + "-" + setup.host(),
            Long.toHexString(clock.millis()),
            out -> RingDirectory.write(setup.ring(), setup.config(), spread, here(), out),
            PRESENCE,
            clock);
    this.keeper = SessionKeeper.start(setup.host() + "-ring", traffic, waiting, link::run);
  }

  /** Starts; waits for the broker if it is away. */
  public static RingProcess start(
      Connections connections, Setup setup, Listener listener, WaitListener waiting, Clock clock)
      throws InterruptedException {
    return start(connections, connections, setup, listener, waiting, clock);
  }

  /**
   * Starts nodes of a ring that may be spread over a cluster; waits for a broker that is away.
   *
   * @param spread whether the ring is; all its nodes must agree
   * @throws UnknownClusterException if it is, and no cluster is known
   */
  public static RingProcess start(
      RingWays ways,
      boolean spread,
      Setup setup,
      Listener listener,
      WaitListener waiting,
      Clock clock)
      throws InterruptedException {
    Connections traffic = ways.traffic(setup.ring(), spread);
    return start(ways.directory(), traffic, setup, listener, waiting, clock);
  }

  private static RingProcess start(
      Connections directory,
      Connections traffic,
      Setup setup,
      Listener listener,
      WaitListener waiting,
      Clock clock)
      throws InterruptedException {
    Setup ours = setup.runBy(traffic.settings().requiredUser());
    return new RingProcess(directory, traffic, ours, listener, waiting, clock);
  }

  private List<NodeRef> here() {
    return setup.nodes().stream().filter(node -> members.contains(node.name().value())).toList();
  }

  /** How many of its nodes are members. */
  public int memberCount() {
    return members.size();
  }

  /**
   * How each of its nodes sees itself now. Nodes that have left, and those that do not come to it
   * in time, are not among them.
   */
  public List<NodeStatus> statuses(Duration patience) {
    Map<Long, CompletableFuture<NodeStatus>> asked = new LinkedHashMap<>();
    for (NodeRef node : setup.nodes()) {
      long inquiry = inquiries.incrementAndGet();
      CompletableFuture<NodeStatus> answer = new CompletableFuture<>();
      asked.put(inquiry, answer);
      inquired.put(inquiry, answer);
      Hosted question = new Hosted(node.name(), new ClientMessage.Describe(inquiry, false));
      driver.receive(node.name(), question);
    }
    try {
      CompletableFuture.allOf(asked.values().toArray(CompletableFuture<?>[]::new))
          .get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | ExecutionException late) {
      // Those that are there will do.
    }
    inquired.keySet().removeAll(asked.keySet());
    return asked.values().stream().map(each -> each.getNow(null)).filter(Objects::nonNull).toList();
  }

  /**
   * Whether the ring has other nodes than these, as far as these know: if not, it ends when they
   * leave. Nobody has to be asked for that, as in a circle some would have others beside them.
   *
   * @param statuses of its nodes, each as it sees itself
   */
  public boolean hasOthers(List<NodeStatus> statuses) {
    return statuses.stream()
        .flatMap(
            each ->
                Stream.concat(Stream.ofNullable(each.predecessor()), each.successors().stream()))
        .anyMatch(node -> !node.isPadding() && !setup.nodes().contains(node));
  }

  /** Messages that were not acceptable. */
  public long rejected() {
    return link.rejections().total();
  }

  private final class Arrivals implements RingLink.Arrivals {

    @Override
    public void arrived(NodeId local, NodeId from, ChordMessage message) {
      if (setup.traces()) {
        setup.nodes().stream()
            .filter(node -> node.name().equals(local))
            .forEach(node -> listener.traced(node, false, from, message));
      }
      driver.receive(from, new Hosted(local, message));
    }

    @Override
    public void connected() {
      if (begun) {
        presence.renew(); // The broker may have been started anew, and know of nobody.
        tellAll(new LocalMessage.Reconnected());
        return;
      }
      begun = true;
      tellAll(
          setup.contacts().isEmpty()
              ? new LocalMessage.Create(new Roster(setup.nodes()))
              : new LocalMessage.Join(setup.contacts()));
    }

    @Override
    public void disconnected() {
      tellAll(new LocalMessage.Disconnected());
    }
  }

  private void tellAll(LocalMessage message) {
    for (NodeRef node : setup.nodes()) {
      driver.receive(node.name(), new Hosted(node.name(), message));
    }
  }

  private void send(NodeId to, Hosted hosted) {
    if (setup.traces()) {
      node(hosted.local(), node -> listener.traced(node, true, to, hosted.message()));
    }
    link.send(to, hosted);
  }

  private void delivered(Hosted hosted) {
    if (hosted.message() instanceof ClientMessage.Description description) {
      CompletableFuture<NodeStatus> waiting = inquired.remove(description.rpc());
      if (waiting != null) {
        waiting.complete(description.status());
      }
    } else if (hosted.message() instanceof Notice notice) {
      String name = hosted.local().value();
      boolean changed = false;
      if (notice instanceof Notice.Joined) {
        changed = members.add(name);
      } else if (notice instanceof Notice.Left || notice instanceof Notice.Isolated) {
        changed = members.remove(name);
      }
      if (changed) {
        presence.renew();
      }
      if (notice instanceof Notice.HandedOver || notice instanceof Notice.Left) {
        moves.incrementAndGet();
      }
      try {
        node(hosted.local(), node -> listener.on(node, notice));
      } finally {
        if (notice instanceof Notice.Left) {
          left.countDown();
        }
      }
    }
  }

  private void node(NodeId name, java.util.function.Consumer<NodeRef> action) {
    setup.nodes().stream().filter(node -> node.name().equals(name)).forEach(action);
  }

  private void fault(Event<Hosted> event, RuntimeException fault) {
    LOG.error("{}: {} could not be handled", setup.host(), event, fault);
  }

  /**
   * Lets every node hand over what it holds and leave, one after the other. They have the time that
   * it takes.
   *
   * @param patience how long nothing may move
   * @return whether all have left; false if nothing moved any more
   */
  public boolean leave(Duration patience) throws InterruptedException {
    HandOverWatch watch = new HandOverWatch(patience, System.nanoTime());
    tellAll(new LocalMessage.Leave());
    while (!left.await(LEAVING_LOOK_MS, TimeUnit.MILLISECONDS)) {
      if (watch.isStuck(moves.get(), System.nanoTime())) {
        return false;
      }
    }
    return true;
  }

  /**
   * Stops at once: takes its word back that it is here, closes the connections, ends the thread.
   * For the others it is as if the nodes had died, unless they {@linkplain #leave left} before.
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    presence.close();
    keeper.close();
    driver.close();
    presenceConnection.close();
  }
}
