package dev.quiver.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.quiver.broker.Role;
import dev.quiver.dht.ChordConfig;
import dev.quiver.dht.Item;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.NodeStatus;
import dev.quiver.dht.Operation;
import dev.quiver.dht.Outcome;
import dev.quiver.dht.jms.DhtClient;
import dev.quiver.dht.jms.NoRingException;
import dev.quiver.dht.jms.RingDirectory;
import dev.quiver.dht.jms.RingMember;
import dev.quiver.dht.jms.RingProcess;
import dev.quiver.dht.jms.RingWays;
import dev.quiver.dht.jms.UnknownClusterException;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.Router;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.messaging.protocol.NodeId;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One ring whose nodes are on three brokers of a cluster, who is in it on a fourth. Its messages
 * cross from broker to broker, and its nodes go to another one when theirs is away.
 */
@Timeout(300)
class RingOnClusterIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String RING = "spread";
  private static final int EACH = 3;
  private static final int KEYS = 60;

  @TempDir private Path folder;
  private SeveralBrokers brokers;
  private final List<AutoCloseable> open = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    brokers = SeveralBrokers.with(folder, 3);
  }

  @AfterEach
  void stop() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
    brokers.close();
  }

  @Test
  void nodesOnSeveralBrokersAreOneRing() throws Exception {
    nodes("a", brokers.router(Role.NODE, 0), false);
    awaitMembers(EACH);
    nodes("b", brokers.router(Role.NODE, 1), true);
    nodes("c", brokers.router(Role.NODE, 2), true);
    awaitMembers(3 * EACH);
    // It hears of each node from where it is, and writes at nodes on all three.
    DhtClient client = client(brokers.router(Role.NODE, 0));
    awaitIdeal(client, 3 * EACH);
    putAll(client);
    DhtClient other = client(brokers.router(Role.NODE, 2));
    getAll(other);
    for (int i = 0; i < 3; i++) {
      String queue = "quiver.dht." + RING + "." + "abc".charAt(i) + "-1";
      assertThat(brokers.taken(i, queue)).as("taken on broker %d", i).isPositive();
      assertThat(brokers.taken((i + 1) % 3, queue)).isZero();
    }
    assertThatThrownBy(() -> client(Router.to(brokers.as(Role.NODE))))
        .isInstanceOf(UnknownClusterException.class);
  }

  @Tag("long")
  @Test
  void theNodesOfABrokerThatIsAwayGoToAnother() throws Exception {
    nodes("a", brokers.router(Role.NODE), false);
    awaitMembers(EACH);
    nodes("b", brokers.router(Role.NODE), true);
    nodes("c", brokers.router(Role.NODE), true);
    awaitMembers(3 * EACH);
    DhtClient client = client(brokers.router(Role.NODE));
    awaitIdeal(client, 3 * EACH);
    putAll(client);
    for (int away = 0; away < 3; away++) {
      brokers.stop(away);
      awaitIdeal(client, 3 * EACH);
      getAll(client);
      brokers.startAgain(away);
    }
  }

  private void nodes(String host, Router router, boolean join) throws InterruptedException {
    List<NodeRef> nodes = new ArrayList<>();
    for (int i = 1; i <= EACH; i++) {
      String name = host + "-" + i;
      nodes.add(new NodeRef(ChordConfig.defaults().space().hash(name), new NodeId(name), host));
    }
    RingWays ways = keep(RingWays.open(router, host));
    List<NodeRef> contacts =
        join ? members().stream().map(RingMember::node).toList() : List.<NodeRef>of();
    ChordConfig config = ChordConfig.defaults().withSuccessors(EACH + 1);
    RingProcess.Setup setup = new RingProcess.Setup(RING, host, config, nodes, contacts, false);
    keep(
        RingProcess.start(
            ways, true, setup, (node, notice) -> {}, WaitListener.silent(), Clock.systemUTC()));
  }

  private List<RingMember> members() {
    try (Connections connections = Connections.to(brokers.as(Role.NODE))) {
      return new RingDirectory(connections.connect(Use.CONSUME)).nodesOf(RING);
    }
  }

  private void awaitMembers(int count) {
    await().atMost(PATIENCE).until(() -> members().size() == count);
  }

  private DhtClient client(Router router) {
    String name = "client-" + open.size();
    RingWays ways = keep(RingWays.open(router, name));
    return keep(
        await()
            .atMost(PATIENCE)
            .ignoreException(NoRingException.class)
            .until(
                () ->
                    DhtClient.connect(ways, RING, name, new SplittableRandom(1), Clock.systemUTC()),
                each -> true));
  }

  private <T extends AutoCloseable> T keep(T made) {
    open.add(made);
    return made;
  }

  private static void putAll(DhtClient client) {
    for (int i = 0; i < KEYS; i++) {
      Operation put = Operation.put("key" + i, "value" + i);
      assertThat(client.act(put).outcome().status()).isEqualTo(Outcome.Status.DONE);
    }
  }

  private static void getAll(DhtClient client) {
    for (int i = 0; i < KEYS; i++) {
      String key = "key" + i;
      String value = "value" + i;
      await()
          .atMost(PATIENCE)
          .ignoreExceptionsInstanceOf(QuiverMessagingException.class)
          .untilAsserted(
              () -> {
                Outcome outcome = client.act(Operation.get(key)).outcome();
                if (outcome.status() == Outcome.Status.NOT_FOUND) {
                  throw new IllegalStateException(key + " is said not to be there");
                }
                assertThat(outcome.status()).isEqualTo(Outcome.Status.DONE);
                assertThat(outcome.item()).extracting(Item::value).isEqualTo(value);
              });
    }
  }

  private static void awaitIdeal(DhtClient client, int members) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptionsInstanceOf(QuiverMessagingException.class)
        .untilAsserted(
            () -> {
              List<NodeStatus> nodes =
                  client.describe(client.members(), false).stream()
                      .sorted(Comparator.comparing(node -> node.self().id()))
                      .toList();
              assertThat(nodes).hasSize(members);
              for (int i = 0; i < members; i++) {
                NodeStatus next = nodes.get((i + 1) % members);
                assertThat(nodes.get(i).successors().get(0)).isEqualTo(next.self());
                assertThat(next.predecessor()).isEqualTo(nodes.get(i).self());
              }
            });
  }
}
