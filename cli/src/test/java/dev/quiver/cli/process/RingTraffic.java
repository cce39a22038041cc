package dev.quiver.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.dht.ClientMessage;
import dev.quiver.dht.Item;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.NodeStatus;
import dev.quiver.dht.Operation;
import dev.quiver.dht.Outcome;
import dev.quiver.dht.jms.DhtClient;
import dev.quiver.dht.jms.NoRingException;
import dev.quiver.dht.jms.RingWays;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.Router;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Puts and gets the keys of a ring without a pause. An answer may be missing while there is no
 * broker; none may be wrong.
 */
final class RingTraffic implements AutoCloseable {

  static final String RING = "traffic";
  static final int NODES = 6;

  private static final int KEYS = 50;
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final long PAUSE_NANOS = Duration.ofMillis(10).toNanos();

  /** Whatever takes longer was tried more than once. */
  private static final long AT_ONCE_NANOS = Duration.ofSeconds(1).toNanos();

  private final RingWays ways;
  private final DhtClient client;
  private final List<Key> keys = new ArrayList<>();
  private final List<String> wrong = new CopyOnWriteArrayList<>();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger unanswered = new AtomicInteger();
  private final Thread thread = new Thread(this::run, "ring-traffic");
  private volatile boolean ending;

  /** A key, what is certainly there, and what may have come there since without an answer. */
  private static final class Key {
    private final String name;
    private final Set<String> possible = new HashSet<>();
    private final Set<String> unknown = new HashSet<>();

    Key(String name) {
      this.name = name;
    }

    void trying(String value) {
      possible.add(value);
    }

    void done(String value) {
      possible.clear();
      possible.addAll(unknown);
      possible.add(value);
    }

    void unknown(String value) {
      unknown.add(value);
    }
  }

  /** Puts each key once, and begins. */
  RingTraffic(Router router) {
    ways = RingWays.open(router, "ring-traffic");
    client =
        await()
            .atMost(PATIENCE)
            .ignoreException(NoRingException.class)
            .until(this::connect, each -> true);
    awaitWhole();
    for (int i = 0; i < KEYS; i++) {
      Key key = new Key("key" + i);
      keys.add(key);
      put(key, "first");
    }
    assertThat(unanswered).hasValue(0);
    thread.start();
  }

  private DhtClient connect() {
    return DhtClient.connect(
        ways, RING, "ring-traffic", new SplittableRandom(1), Clock.systemUTC());
  }

  private void run() {
    for (int turn = 0; !ending; turn++) {
      Key key = keys.get(turn % KEYS);
      if (turn % 3 == 0) {
        put(key, "value" + turn);
      } else {
        get(key);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private void put(Key key, String value) {
    key.trying(value);
    long begun = System.nanoTime();
    boolean done = act(Operation.put(key.name, value)) != null;
    if (!done || System.nanoTime() - begun > AT_ONCE_NANOS) {
      // An attempt before the one that was answered may be done late.
      key.unknown(value);
    }
    if (done) {
      key.done(value);
    }
  }

  private void get(Key key) {
    Outcome outcome = act(Operation.get(key.name));
    if (outcome != null) {
      Item item = outcome.item();
      String value = item == null ? null : item.value();
      if (!key.possible.contains(value)) {
        wrong.add(key.name + " is " + value + " and must be one of " + key.possible);
      }
    }
  }

  /** The outcome; null if there was no answer. */
  private Outcome act(Operation operation) {
    try {
      ClientMessage.Acted acted = client.act(operation);
      Outcome outcome = acted.outcome();
      if (outcome.status() == Outcome.Status.NOT_FOUND) {
        wrong.add(operation.key() + " is said not to be there");
      } else if (outcome.status() == Outcome.Status.DONE) {
        answered.incrementAndGet();
        return outcome;
      }
    } catch (QuiverMessagingException noAnswer) {
      // It may have been done.
    }
    unanswered.incrementAndGet();
    return null;
  }

  /** Ends it: the ring is whole, every key is there, and no answer was wrong. */
  void assertWhole() throws InterruptedException {
    int mark = answered.get();
    await().atMost(PATIENCE).until(() -> answered.get() > mark + KEYS || !wrong.isEmpty());
    ending = true;
    thread.join();
    awaitWhole();
    int left = unanswered.get();
    keys.forEach(this::get);
    assertThat(wrong).isEmpty();
    assertThat(unanswered).as("keys that cannot be got in the end").hasValue(left);
  }

  private void awaitWhole() {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(300))
        .ignoreExceptionsInstanceOf(QuiverMessagingException.class)
        .untilAsserted(
            () -> {
              List<NodeStatus> nodes =
                  client.describe(client.members(), false).stream()
                      .sorted(Comparator.comparing(node -> node.self().id()))
                      .toList();
              assertThat(nodes).hasSize(NODES);
              for (int i = 0; i < NODES; i++) {
                NodeStatus next = nodes.get((i + 1) % NODES);
                NodeRef self = nodes.get(i).self();
                assertThat(nodes.get(i).successors().get(0)).isEqualTo(next.self());
                assertThat(next.predecessor()).isEqualTo(self);
              }
            });
  }

  @Override
  public void close() {
    ending = true;
    thread.interrupt();
    client.close();
    ways.close();
  }
}
