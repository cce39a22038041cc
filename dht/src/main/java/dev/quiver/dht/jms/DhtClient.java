package dev.quiver.dht.jms;

import dev.quiver.dht.ChordMessage;
import dev.quiver.dht.ClientMessage;
import dev.quiver.dht.Id;
import dev.quiver.dht.IdSpace;
import dev.quiver.dht.Item;
import dev.quiver.dht.LookupResult;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.NodeStatus;
import dev.quiver.dht.Operation;
import dev.quiver.messaging.codec.MessageFamily.Document;
import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.codec.Rejection;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.UnknownOutcomeException;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.messaging.reply.Reply;
import dev.quiver.messaging.reply.ReplyTimeoutException;
import dev.quiver.messaging.reply.Requester;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Asks a ring. Any node serves any key; one that does not answer is left for another. Safe for many
 * threads.
 */
public final class DhtClient implements AutoCloseable {

  /** Hears what is in a ring. */
  public interface Visitor {

    /** A key, with its value. */
    void item(NodeRef holder, Item item);

    /**
     * What that node holds was not seen; or, if nobody knows who holds what comes next, all the
     * rest.
     */
    void unseen(@Nullable NodeRef holder);
  }

  private static final Duration PATIENCE = Duration.ofSeconds(12);
  private static final Duration LOOK_PATIENCE = Duration.ofSeconds(3);
  private static final int MAX_NODES_TRIED = 4;
  private static final Duration LOOK = Duration.ofMillis(300);
  private static final int MAX_LOOKS = 10;

  private final String ring;
  private final Connections connections;
  private final Requester requester;
  private final RingDirectory directory;
  private final RandomGenerator random;
  private final String writer;
  private final AtomicLong writes = new AtomicLong();

  /** As they stood at the last look. */
  private volatile List<RingMember> seen;

  /** Of these, those that are asked. */
  private volatile List<RingMember> members;

  private DhtClient(
      RingWays ways, String ring, String process, RandomGenerator random, Clock clock) {
    this.ring = ring;
    this.random = random;
    this.writer = process + "-" + Long.toHexString(clock.millis());
    BrokerConnection connection = ways.directory().connect(Use.CONSUME);
    directory = new RingDirectory(connection);
    seen = directory.nodesOf(ring);
    members = seen;
    if (members.isEmpty()) {
      String others = String.join(", ", directory.rings().keySet());
      throw new NoRingException(ring, others);
    }
    boolean spread = members.get(0).spread();
    connections = ways.traffic(ring, spread);
    requester = Requester.start(connections, process, WaitListener.silent(), clock);
    if (spread) {
      awaitWayBack();
    }
  }

  /**
   * Connects.
   *
   * @param process names the queue of the answers; no other process of the user may bear it
   * @throws NoRingException if nobody says to be in that ring; its message names the rings there
   *     are
   */
  public static DhtClient connect(
      Connections connections, String ring, String process, RandomGenerator random, Clock clock) {
    return connect(RingWays.on(connections), ring, process, random, clock);
  }

  /**
   * Connects to a ring that may be spread over a cluster.
   *
   * @param process names the queue of the answers; no other process of the user may bear it
   * @throws NoRingException if nobody says to be in that ring; its message names the rings there
   *     are
   * @throws UnknownClusterException if it is spread over a cluster, and none is known
   */
  public static DhtClient connect(
      RingWays ways, String ring, String process, RandomGenerator random, Clock clock) {
    return new DhtClient(ways, ring, process, random, clock);
  }

  /**
   * Until the other brokers have heard where the answers are to go they are lost, which else would
   * be noticed only after the patience of a whole question.
   */
  private void awaitWayBack() {
    for (int i = 0; i < MAX_LOOKS; i++) {
      try {
        ChordMessage unused = join(ask(any(), new ClientMessage.Describe(0, false), LOOK));
        return;
      } catch (ReplyTimeoutException | UnknownOutcomeException notYet) {
        // Or that node has died.
      }
    }
  }

  /** Who says to be a member, in the order of the circle; looks anew. */
  public List<RingMember> members() {
    List<RingMember> now = directory.nodesOf(ring);
    if (!now.isEmpty()) {
      seen = now;
      members = now; // Of whom to ask, those who were there last are better than nobody.
    }
    return now;
  }

  public IdSpace space() {
    return new IdSpace(members.get(0).bits());
  }

  /** Who holds that place. */
  public LookupResult lookup(Id id, boolean recursive) {
    ChordMessage question = new ClientMessage.Lookup(0, id, recursive);
    return expect(ClientMessage.LookedUp.class, askAny(question)).result();
  }

  /** As {@link #lookup(Id, boolean)}; others may be under way. Fails if no node answers. */
  public CompletableFuture<LookupResult> lookupLater(Id id, boolean recursive) {
    return ask(any(), new ClientMessage.Lookup(0, id, recursive), PATIENCE)
        .thenApply(answer -> expect(ClientMessage.LookedUp.class, answer).result());
  }

  /** As {@link #lookup(Id, boolean)}, asked at that node. */
  public LookupResult lookupFrom(NodeRef node, Id id, boolean recursive) {
    ChordMessage question = new ClientMessage.Lookup(0, id, recursive);
    return expect(ClientMessage.LookedUp.class, join(ask(node, question, PATIENCE))).result();
  }

  /** Does one operation; a write once, however many nodes have to be asked for it. */
  public ClientMessage.Acted act(Operation operation) {
    ChordMessage question = new ClientMessage.Act(0, identified(operation));
    return expect(ClientMessage.Acted.class, askAny(question));
  }

  /** As {@link #act}; others may be under way. Fails if none of those that were asked answers. */
  public CompletableFuture<ClientMessage.Acted> actLater(Operation operation) {
    return askAnyLater(new ClientMessage.Act(0, identified(operation)), 1)
        .thenApply(answer -> expect(ClientMessage.Acted.class, answer));
  }

  private Operation identified(Operation operation) {
    return operation.isWrite() && operation.id() == null
        ? operation.withId(writer + "-" + writes.incrementAndGet())
        : operation;
  }

  /** How each of the members sees itself; those that do not answer are left out. */
  public List<NodeStatus> describe(List<RingMember> nodes, boolean fingers) {
    List<CompletableFuture<ChordMessage>> answers = new ArrayList<>();
    for (RingMember each : nodes) {
      answers.add(ask(each.node(), new ClientMessage.Describe(0, fingers), LOOK_PATIENCE));
    }
    List<NodeStatus> found = new ArrayList<>();
    for (CompletableFuture<ChordMessage> each : answers) {
      try {
        found.add(expect(ClientMessage.Description.class, join(each)).status());
      } catch (ReplyTimeoutException gone) {
        // It died, or has left since it said that it was here.
      } catch (RejectedMessageException odd) {
        // What it says makes no sense.
      }
    }
    return found;
  }

  /**
   * Goes round the circle, a stretch after the other, and waits a while where nobody can say what
   * there is. What is there all the time is seen once, whoever joins or leaves meanwhile.
   */
  public void walk(Visitor visitor) throws InterruptedException {
    new RingWalk(this, visitor).run();
  }

  ClientMessage.Items page(NodeRef node, ClientMessage.ListItems question) {
    return expect(ClientMessage.Items.class, join(ask(node, question, LOOK_PATIENCE)));
  }

  private ChordMessage askAny(ChordMessage question) {
    for (int attempt = 1; ; attempt++) {
      try {
        return join(ask(any(), question, PATIENCE));
      } catch (ReplyTimeoutException | UnknownOutcomeException e) {
        if (attempt == MAX_NODES_TRIED) {
          throw e;
        }
        List<RingMember> unused = members();
      }
    }
  }

  private CompletableFuture<ChordMessage> askAnyLater(ChordMessage question, int attempt) {
    NodeRef node = any();
    return ask(node, question, PATIENCE)
        .exceptionallyCompose(
            failure -> {
              Throwable cause = failure.getCause();
              Throwable why =
                  failure instanceof CompletionException && cause != null ? cause : failure;
              boolean silent =
                  why instanceof ReplyTimeoutException || why instanceof UnknownOutcomeException;
              if (!silent || attempt == MAX_NODES_TRIED) {
                return CompletableFuture.failedFuture(why);
              }
              avoid(node);
              return askAnyLater(question, attempt + 1);
            });
  }

  /** Others are asked from now on, until it is looked anew who is there, or all were silent. */
  private void avoid(NodeRef silent) {
    List<RingMember> others = members.stream().filter(each -> !each.node().equals(silent)).toList();
    members = others.isEmpty() ? seen : others;
  }

  private NodeRef any() {
    List<RingMember> known = members;
    return known.get(random.nextInt(known.size())).node();
  }

  private CompletableFuture<ChordMessage> ask(
      NodeRef node, ChordMessage question, Duration patience) {
    Document document = ChordCodec.write(question);
    String queue = connections.settings().addresses().dhtNode(ring, node.label());
    return requester
        .ask(queue, document.type(), document.text(), patience)
        .thenApply(DhtClient::read);
  }

  /**
   * @throws RejectedMessageException if it is another kind of answer
   */
  private static <T extends ChordMessage> T expect(Class<T> kind, ChordMessage answer) {
    if (!kind.isInstance(answer)) {
      throw new RejectedMessageException(
          Rejection.UNKNOWN_MESSAGE_TYPE,
          "the node answered "
              + answer.getClass().getSimpleName()
              + " where "
              + kind.getSimpleName()
              + " was asked for");
    }
    return kind.cast(answer);
  }

  private static ChordMessage read(Reply reply) {
    return ChordCodec.read(reply.type(), reply.body());
  }

  private static ChordMessage join(CompletableFuture<ChordMessage> answer) {
    try {
      return answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Removes the queue of the answers; the connections are their owner's. */
  @Override
  public void close() {
    requester.close();
  }
}
