package dev.quiver.dht.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.dht.ChordConfig;
import dev.quiver.dht.Item;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.NodeStatus;
import dev.quiver.dht.Operation;
import dev.quiver.dht.Outcome;
import dev.quiver.messaging.BrokerFixture;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.messaging.protocol.NodeId;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Rings and clients of one test, as threads of its process. */
final class RingBench implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(90);

  private final BrokerFixture broker;
  private final ChordConfig config;
  private final List<AutoCloseable> open = new ArrayList<>();

  RingBench(BrokerFixture broker) {
    this(broker, config());
  }

  /** Whose nodes keep to that configuration. */
  RingBench(BrokerFixture broker, ChordConfig config) {
    this.broker = broker;
    this.config = config;
  }

  /** As {@link #config()}, with rounds that come sooner: it waits for nothing but them. */
  static ChordConfig quick() {
    return config()
        .withStabilize(Duration.ofMillis(200), Duration.ofMillis(300))
        .withFixFingers(Duration.ofMillis(100))
        .withRepair(Duration.ofSeconds(1), Duration.ofMinutes(5));
  }

  /** Patient enough for a slow machine, and still quick to notice a death. */
  static ChordConfig config() {
    return ChordConfig.defaults().withRepair(Duration.ofSeconds(2), Duration.ofMinutes(5));
  }

  static List<NodeRef> nodes(String host, int count) {
    List<NodeRef> nodes = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      String name = host + "-" + i;
      nodes.add(new NodeRef(config().space().hash(name), new NodeId(name), host));
    }
    return nodes;
  }

  /** Starts a process that creates a ring, or joins the members there are. */
  RingProcess start(String ring, List<NodeRef> nodes, boolean join, RingProcess.Listener listener)
      throws InterruptedException {
    return start(ring, config, nodes, join, listener);
  }

  /** The same with a configuration of its own. */
  RingProcess start(
      String ring,
      ChordConfig its,
      List<NodeRef> nodes,
      boolean join,
      RingProcess.Listener listener)
      throws InterruptedException {
    Connections connections = connections();
    List<NodeRef> contacts = List.of();
    if (join) {
      try (var look = connections.connect(dev.quiver.messaging.connection.Use.CONSUME)) {
        contacts = new RingDirectory(look).nodesOf(ring).stream().map(RingMember::node).toList();
      }
      assertThat(contacts).as("members to join").isNotEmpty();
    }
    RingProcess.Setup setup =
        new RingProcess.Setup(ring, nodes.get(0).host(), its, nodes, contacts, false);
    RingProcess process =
        RingProcess.start(connections, setup, listener, WaitListener.silent(), Clock.systemUTC());
    open.add(process);
    return process;
  }

  Connections connections() {
    Connections connections = broker.connectionsAs("node");
    open.add(connections);
    return connections;
  }

  /** A client of a ring that has so many members. */
  DhtClient client(String ring, int members) {
    Connections connections = connections();
    await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(NoRingException.class)
        .until(
            () -> {
              try (var look = connections.connect(dev.quiver.messaging.connection.Use.CONSUME)) {
                return new RingDirectory(look).nodesOf(ring).size() >= members;
              }
            });
    DhtClient client =
        DhtClient.connect(
            connections,
            ring,
            "client-" + open.size(),
            new SplittableRandom(open.size()),
            Clock.systemUTC());
    open.add(client);
    return client;
  }

  /** Waits until so many nodes stand in one ring, every first pointer right. */
  static void awaitIdeal(DhtClient client, int members) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(
            () -> {
              List<NodeStatus> nodes =
                  client.describe(client.members(), false).stream()
                      .sorted(Comparator.comparing(node -> node.self().id()))
                      .toList();
              assertThat(nodes).hasSize(members);
              for (int i = 0; i < members; i++) {
                NodeStatus node = nodes.get(i);
                NodeRef after = nodes.get((i + 1) % members).self();
                assertThat(node.successors().get(0)).isEqualTo(after);
                assertThat(nodes.get((i + 1) % members).predecessor()).isEqualTo(node.self());
              }
            });
  }

  /** So many keys, with a value each. */
  static void put(DhtClient client, int count) {
    for (int i = 0; i < count; i++) {
      Outcome done = client.act(Operation.put("key" + i, "value" + i)).outcome();
      assertThat(done.status()).as("key" + i).isEqualTo(Outcome.Status.DONE);
    }
  }

  /** All keys, by a walk round the circle. */
  static List<String> keys(DhtClient client) throws InterruptedException {
    List<String> keys = new ArrayList<>();
    client.walk(
        new DhtClient.Visitor() {
          @Override
          public void item(NodeRef holder, Item item) {
            keys.add(item.key());
          }

          @Override
          public void unseen(@Nullable NodeRef holder) {
            throw new AssertionError("what " + holder + " holds was not seen");
          }
        });
    return keys;
  }

  @Override
  public void close() {
    for (int i = open.size() - 1; i >= 0; i--) {
      try {
        open.get(i).close();
      } catch (Exception e) {
        throw new IllegalStateException("it cannot be closed", e);
      }
    }
  }
}
