package dev.quiver.dht.jms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.dht.ChordConfig;
import dev.quiver.dht.ChordMessage;
import dev.quiver.dht.ClientMessage;
import dev.quiver.dht.Id;
import dev.quiver.dht.Item;
import dev.quiver.dht.LocalMessage;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.Operation;
import dev.quiver.dht.Outcome;
import dev.quiver.dht.Roster;
import dev.quiver.dht.StoreMessage;
import dev.quiver.dht.core.ChordNode;
import dev.quiver.messaging.codec.JsonLimits;
import dev.quiver.messaging.protocol.Effect;
import dev.quiver.messaging.protocol.Event;
import dev.quiver.messaging.protocol.NodeId;
import dev.quiver.messaging.protocol.Protocol;
import dev.quiver.messaging.protocol.SimulationConfig;
import dev.quiver.messaging.protocol.Simulator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Keys as long and as odd as may be, many of them at each place of a small circle. What nodes say
 * to each other must fit into the documents of the wire, and come a message at a time, since the
 * queues of nodes are short.
 */
class LongKeysSimulationTest {

  private static final int KEYS = 400;
  private static final int COPIES = 3;
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final int MAX_CHARS = JsonLimits.defaults().documentChars();

  private final Simulator<ChordMessage> simulator =
      new Simulator<>(
          1, SimulationConfig.defaults().withDelay(Duration.ofMillis(1), Duration.ofMillis(20)));
  private final Map<NodeId, ChordNode> nodes = new HashMap<>();
  private final List<String> tooLong = new ArrayList<>();
  private long asked;

  private static ChordConfig config() {
    return ChordConfig.defaults()
        .withBits(3)
        .withSuccessors(4)
        .withStabilize(Duration.ofMillis(200), Duration.ofMillis(400))
        .withRpc(Duration.ofMillis(100), 1)
        .withRepair(Duration.ofSeconds(1), Duration.ofMinutes(1));
  }

  private void create(int... ids) {
    List<NodeRef> refs = new ArrayList<>();
    for (int id : ids) {
      refs.add(NodeRef.alone(Id.of(id), "n" + id));
    }
    for (NodeRef each : refs) {
      simulator.node(
          each.name(),
          random -> {
            ChordNode node = new ChordNode(config(), each, random);
            nodes.put(each.name(), node);
            return new Wired(node);
          });
      simulator.ask(each.name(), new LocalMessage.Create(new Roster(refs)));
    }
    simulator.runFor(Duration.ofMillis(1));
  }

  /** A node on a wire that takes no long documents. */
  private final class Wired implements Protocol<ChordMessage> {

    private final ChordNode node;

    Wired(ChordNode node) {
      this.node = node;
    }

    @Override
    public List<Effect<ChordMessage>> on(Instant now, Event<ChordMessage> event) {
      List<Effect<ChordMessage>> kept = new ArrayList<>();
      Map<NodeId, Integer> chars = new HashMap<>();
      for (Effect<ChordMessage> effect : node.on(now, event)) {
        if (effect instanceof Effect.Send<ChordMessage> send
            && send.message() instanceof StoreMessage) {
          int length = ChordCodec.write(send.message()).text().length();
          int all = chars.merge(send.to(), length, Integer::sum);
          if (all > MAX_CHARS) {
            tooLong.add(send.message().getClass().getSimpleName() + " " + all);
          }
          if (length > MAX_CHARS) {
            continue;
          }
        }
        kept.add(effect);
      }
      return kept;
    }
  }

  private Outcome act(String node, Operation operation) {
    NodeId at = new NodeId(node);
    long rpc = ++asked;
    List<ChordMessage> delivered = simulator.delivered(at);
    int before = delivered.size();
    simulator.ask(at, new ClientMessage.Act(rpc, operation));
    assertThat(simulator.runUntil(() -> answer(delivered, before) != null, LONG)).isTrue();
    ClientMessage.Acted acted = answer(delivered, before);
    return acted == null ? Outcome.unreachable() : acted.outcome();
  }

  private static ClientMessage.@org.jspecify.annotations.Nullable Acted answer(
      List<ChordMessage> delivered, int from) {
    for (ChordMessage each : delivered.subList(from, delivered.size())) {
      if (each instanceof ClientMessage.Acted acted) {
        return acted;
      }
    }
    return null;
  }

  private boolean isWhole() {
    Map<String, Integer> copies = new HashMap<>();
    for (ChordNode node : nodes.values()) {
      for (Item item : node.items()) {
        copies.merge(item.key(), 1, Integer::sum);
      }
    }
    return copies.size() == KEYS && copies.values().stream().allMatch(each -> each >= COPIES);
  }

  @Test
  void keysAsLongAndOddAsMayBeGetTheirCopiesBack() {
    create(0, 2, 4, 6);
    for (int i = 0; i < KEYS; i++) {
      Operation put =
          Operation.put("\u0001".repeat(1000) + i, "v".repeat(i % 10 == 0 ? 30_000 : 1));
      assertThat(act("n0", put).status()).isEqualTo(Outcome.Status.DONE);
    }
    assertThat(isWhole()).isTrue();
    simulator.crash(new NodeId("n4"));
    nodes.remove(new NodeId("n4"));
    assertThat(simulator.runUntil(this::isWhole, LONG)).as("each key has its copies").isTrue();
    assertThat(tooLong).isEmpty();
  }
}
