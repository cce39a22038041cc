package dev.quiver.dht.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.quiver.dht.ChordConfig;
import dev.quiver.dht.ClientMessage;
import dev.quiver.dht.Id;
import dev.quiver.dht.Item;
import dev.quiver.dht.LookupResult;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.NodeStatus;
import dev.quiver.dht.Notice;
import dev.quiver.dht.Operation;
import dev.quiver.dht.Outcome;
import dev.quiver.dht.RingMessage;
import dev.quiver.messaging.BrokerFixture;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.messaging.protocol.NodeId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rings on a real broker. */
class RingIT {

  private static final int KEYS = 60;

  @TempDir static Path folder;
  private static @Nullable BrokerFixture broker;
  private static int rings;

  /** Each test has a ring of its own, and all share a broker. */
  private final String ring = "test" + ++rings;

  private final RingBench bench = new RingBench(broker(), RingBench.quick());
  private final Queue<Notice> notices = new ConcurrentLinkedQueue<>();

  @BeforeAll
  static void startBroker() {
    broker = BrokerFixture.in(folder);
  }

  @AfterEach
  void end() {
    bench.close();
  }

  @AfterAll
  static void endBroker() {
    broker().close();
  }

  private static BrokerFixture broker() {
    return Objects.requireNonNull(broker);
  }

  private RingProcess start(String host, int count, boolean join) throws InterruptedException {
    return bench.start(
        ring, RingBench.nodes(host, count), join, (node, notice) -> notices.add(notice));
  }

  private static void assertAllThere(DhtClient client) {
    for (int i = 0; i < KEYS; i++) {
      String key = "key" + i;
      await()
          .atMost(RingBench.PATIENCE)
          .untilAsserted(
              () -> {
                Outcome got = client.act(Operation.get(key)).outcome();
                assertThat(got.status()).as(key).isEqualTo(Outcome.Status.DONE);
                Item item = got.item();
                assertThat(item == null ? null : item.value())
                    .isEqualTo("value" + key.substring(3));
              });
    }
  }

  /** The holder by brute force, over those who say that they are members. */
  private static NodeRef holder(List<NodeStatus> nodes, Id id) {
    NodeRef first = null;
    NodeRef best = null;
    for (NodeStatus each : nodes) {
      NodeRef node = each.self();
      first = first == null || node.id().compareTo(first.id()) < 0 ? node : first;
      boolean after = node.id().compareTo(id) >= 0;
      best = after && (best == null || node.id().compareTo(best.id()) < 0) ? node : best;
    }
    return Objects.requireNonNull(best == null ? first : best);
  }

  @Test
  void keysAreHeldByTheirSuccessorsThroughJoinDepartureAndDeath() throws InterruptedException {
    start("alpha", 6, false);
    DhtClient client = bench.client(ring, 6);
    RingBench.put(client, KEYS);

    RingProcess beta = start("beta", 3, true);
    RingProcess gamma = start("gamma", 2, true);
    RingBench.awaitIdeal(client, 11);
    List<NodeStatus> nodes = client.describe(client.members(), false);
    for (NodeStatus from : nodes) {
      for (boolean recursive : new boolean[] {false, true}) {
        Id id = client.space().hash(from.self().name() + "/" + recursive);
        LookupResult found = client.lookupFrom(from.self(), id, recursive);
        assertThat(found.holder()).isEqualTo(holder(nodes, id));
      }
    }
    assertAllThere(client);

    assertThat(beta.leave(RingBench.PATIENCE)).as("all of beta have left").isTrue();
    beta.close();
    RingBench.awaitIdeal(client, 8);
    assertAllThere(client);

    gamma.close(); // Without a word: for the others they have died.
    RingBench.awaitIdeal(client, 6);
    assertAllThere(client);
    assertThat(notices).noneMatch(Notice.InvariantBroken.class::isInstance);
    long keys =
        client.describe(client.members(), false).stream()
            .mapToLong(node -> node.keys().held())
            .sum();
    assertThat(keys).as("each key is held once").isEqualTo(KEYS);
  }

  @Test
  void aRingSurvivesARestartOfTheBroker() throws InterruptedException {
    start("alpha", 5, false);
    DhtClient client = bench.client(ring, 5);
    RingBench.put(client, KEYS);
    broker().restart();
    await()
        .atMost(RingBench.PATIENCE)
        .ignoreExceptions()
        .until(() -> client.act(Operation.get("key1")).outcome().status() == Outcome.Status.DONE);
    assertAllThere(client);
    assertThat(notices).noneMatch(Notice.Isolated.class::isInstance);
  }

  @Test
  void aTakenIdentifierOtherBitsAndARingThatIsNotThereAreRefused() throws InterruptedException {
    start("alpha", 5, false);
    DhtClient client = bench.client(ring, 5);
    NodeRef taken = client.members().get(2).node();
    NodeRef twin = new NodeRef(taken.id(), new NodeId("twin"), "twin");
    bench.start(ring, List.of(twin), true, (node, notice) -> notices.add(notice));
    await()
        .atMost(RingBench.PATIENCE)
        .until(() -> notices.stream().anyMatch(Notice.JoinRefused.class::isInstance));
    assertThat(notices.stream().filter(Notice.JoinRefused.class::isInstance).findFirst())
        .get()
        .isEqualTo(new Notice.JoinRefused(new Notice.Refusal.Taken(taken)));
    notices.clear();
    ChordConfig small = RingBench.quick().withBits(6);
    NodeRef stranger = NodeRef.alone(Id.of(7), "stranger");
    bench.start(ring, small, List.of(stranger), true, (node, notice) -> notices.add(notice));
    await()
        .atMost(RingBench.PATIENCE)
        .until(() -> notices.stream().anyMatch(Notice.JoinRefused.class::isInstance));
    assertThat(notices)
        .contains(
            new Notice.JoinRefused(new Notice.Refusal.Differs(RingMessage.Parameter.BITS, 160, 6)));
    RingBench.awaitIdeal(client, 5);
    assertThatThrownBy(() -> bench.client("nobody", 0))
        .isInstanceOf(NoRingException.class)
        .hasMessageContaining(ring);
  }

  @Test
  void aMebibyteIsKeptInPiecesThatComeAndGoWithIt() throws InterruptedException {
    start("alpha", 5, false);
    DhtClient client = bench.client(ring, 5);
    AtomicInteger token = new AtomicInteger();
    LargeValues values =
        new LargeValues(client, () -> Integer.toHexString(token.incrementAndGet()));
    String large = "\uD83D\uDE00".repeat(LargeValues.MAX_VALUE_BYTES / 4);
    assertThat(values.put("k", large, null, 0L).outcome().status()).isEqualTo(Outcome.Status.DONE);
    assertThat(valueOf(values.get("k"))).isEqualTo(large);
    assertThat(RingBench.keys(client)).hasSizeGreaterThan(10).anyMatch(LargeValues::isPiece);

    String other = "x".repeat(100_000);
    assertThat(values.put("k", other, null, 0L).outcome().status())
        .as("the key is there")
        .isEqualTo(Outcome.Status.CONFLICT);
    assertThat(valueOf(values.get("k"))).isEqualTo(large);
    assertThat(values.put("k", other, null, null).outcome().status())
        .isEqualTo(Outcome.Status.DONE);
    assertThat(valueOf(values.get("k"))).isEqualTo(other);
    assertThat(RingBench.keys(client)).as("the key and four pieces").hasSize(5);

    // What somebody leaves behind who dies in the middle of a put: of a key that is there, of none.
    for (String left : List.of("1:kxyz", "4:nonexyz")) {
      client.act(Operation.put("quiver:piece:ff:" + left.charAt(0), left));
    }
    assertThat(values.sweep(Instant.now().minusSeconds(600)).removed())
        .as("they may be on their way")
        .isZero();
    assertThat(values.sweep(Instant.now().plusSeconds(60)))
        .isEqualTo(new LargeValues.Swept(2, /* whole= */ true));
    assertThat(valueOf(values.get("k"))).isEqualTo(other);
    assertThat(RingBench.keys(client)).hasSize(5);

    assertThat(values.delete("k", null).outcome().status()).isEqualTo(Outcome.Status.DONE);
    assertThat(RingBench.keys(client)).isEmpty();
    assertThatThrownBy(() -> values.put("k", large + "!", null, null))
        .hasMessageContaining("more than the 1048576");
    assertThatThrownBy(() -> values.put("k", "quiver:pieces:1:2", null, null))
        .hasMessageContaining("reserved");
  }

  @Test
  void whatIsPutAtOnceKeepsItsOrderAndLeavesNoPieces() throws Exception {
    start("alpha", 5, false);
    DhtClient client = bench.client(ring, 5);
    AtomicInteger token = new AtomicInteger();
    LargeValues values =
        new LargeValues(client, () -> Integer.toHexString(token.incrementAndGet()));
    assertThat(values.put("k", "x".repeat(200_000), null, null).outcome().status())
        .isEqualTo(Outcome.Status.DONE);
    List<CompletableFuture<ClientMessage.Acted>> puts = new ArrayList<>();
    for (int i = 0; i <= 100; i++) {
      puts.add(values.putLater("k", "value" + i));
    }
    for (CompletableFuture<ClientMessage.Acted> put : puts) {
      assertThat(put.get(1, TimeUnit.MINUTES).outcome().status()).isEqualTo(Outcome.Status.DONE);
    }
    assertThat(valueOf(values.get("k"))).isEqualTo("value100");
    assertThat(RingBench.keys(client)).containsExactly("k");
    assertThatThrownBy(() -> values.putLater("quiver:piece:1:2", "v"))
        .hasMessageContaining("reserved");
  }

  @Test
  void oneProcessAtATimeMayCreateARing() throws Exception {
    Connections connections = bench.connections();
    Founding first = founding(connections, () -> false);
    assertThat(Founding.of(connections, ring, WaitListener.silent(), () -> true))
        .as("nobody waits for it any more")
        .isNull();
    CompletableFuture<Founding> second =
        CompletableFuture.supplyAsync(() -> founding(connections, () -> false));
    assertThat(first.members()).isEmpty();
    start("alpha", 5, false);
    await().atMost(RingBench.PATIENCE).until(() -> first.members().size() == 5);
    assertThat(second).isNotDone();
    first.close();
    try (Founding late = second.get(1, TimeUnit.MINUTES)) {
      assertThat(late.members()).hasSize(5);
    }
    try (Founding next = founding(connections, () -> false)) {
      assertThat(next.members()).as("it was given back").hasSize(5);
    }
  }

  private Founding founding(Connections connections, BooleanSupplier ended) {
    try {
      return Objects.requireNonNull(Founding.of(connections, ring, WaitListener.silent(), ended));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Each question to a dead node takes the patience of a whole question. */
  @Tag("long")
  @Test
  void whoDiesIsAskedNoMoreByThoseWhoHaveMuchToAsk() throws Exception {
    start("alpha", 5, false);
    bench.client(ring, 5);
    RingProcess beta = start("beta", 2, true);
    DhtClient client = bench.client(ring, 7);
    RingBench.awaitIdeal(client, 7);
    beta.close();
    List<CompletableFuture<ClientMessage.Acted>> puts = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      puts.add(client.actLater(Operation.put("key" + i, "value" + i)));
    }
    for (CompletableFuture<ClientMessage.Acted> put : puts) {
      assertThat(put.get(1, TimeUnit.MINUTES).outcome().status()).isEqualTo(Outcome.Status.DONE);
    }
    assertAllThere(client);
  }

  private static @Nullable String valueOf(ClientMessage.Acted got) {
    Item item = got.outcome().item();
    return item == null ? null : item.value();
  }
}
