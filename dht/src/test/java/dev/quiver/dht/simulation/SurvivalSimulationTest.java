package dev.quiver.dht.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.dht.ChordConfig;
import dev.quiver.dht.ClientMessage;
import dev.quiver.dht.Item;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.Operation;
import dev.quiver.dht.Outcome.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A part p of the nodes dies at once: of keys with k copies 1 - p^k survive, and each that does is
 * found once the ring is whole again; of the others it is said that they do not exist.
 */
class SurvivalSimulationTest {

  private static final int NODES = 100;
  private static final int KEYS = 600;
  private static final int COPIES = 3;
  private static final int NETWORKS = 6;
  private static final Duration ROUND = Duration.ofSeconds(1);
  private static final Duration HEALING = Duration.ofSeconds(40);

  /**
   * The spread: a node's stretch is lost or not as a whole, and neighbours' fates hang together, so
   * that of single networks the part that is lost varies by 6 in 100 where half have died.
   */
  @ParameterizedTest(name = "{0} die")
  @CsvSource({".2, .01", ".5, .07"})
  void asManyKeysSurviveAsTheirCopiesMakeLikely(double dead, double spread) {
    double lost =
        LongStream.rangeClosed(1, NETWORKS)
            .parallel()
            .mapToDouble(seed -> new Course(seed).lost(dead))
            .average()
            .orElseThrow();
    assertThat(lost).isCloseTo(Math.pow(dead, COPIES), Offset.offset(spread));
  }

  /** One network. */
  private static final class Course {
    private final long seed;
    private final SplittableRandom random;
    private final Network network;
    private final List<NodeRef> alive;
    private final Map<Long, ClientMessage.Acted> answers = new HashMap<>();
    private long asked;

    Course(long seed) {
      this.seed = seed;
      random = new SplittableRandom(seed);
      ChordConfig config =
          Rings.quiet(20)
              .withReplicas(COPIES)
              .withStabilize(ROUND.multipliedBy(4).dividedBy(5), ROUND.multipliedBy(6).dividedBy(5))
              .withFixFingers(Duration.ofMillis(250))
              .withRepair(Duration.ofSeconds(5), Duration.ofHours(1));
      network =
          new Network(
              random.split(),
              Network.Delay.exponential(Duration.ofMillis(10)),
              (node, message) -> {
                if (message instanceof ClientMessage.Acted acted) {
                  answers.put(acted.rpc(), acted);
                }
              });
      alive = new ArrayList<>(Rings.refs(config.space(), "node-" + seed + "-", NODES));
      Rings.found(network, config, alive, random);
    }

    double lost(double dead) {
      for (int i = 0; i < KEYS; i++) {
        act(Operation.put("key" + i, "value" + i));
      }
      network.runFor(Duration.ofSeconds(10));
      assertThat(answers.values())
          .as("seed %s", seed)
          .hasSize(KEYS)
          .allMatch(each -> each.outcome().copies() == COPIES);
      for (int left = (int) Math.round(dead * NODES); left > 0; left--) {
        network.kill(alive.remove(random.nextInt(alive.size())));
      }
      Set<String> survivors = new HashSet<>();
      for (NodeRef node : alive) {
        network.node(node).items().stream().map(Item::key).forEach(survivors::add);
      }
      network.runFor(HEALING);
      assertEachIsFoundThatSurvived(survivors);
      return 1 - (double) survivors.size() / KEYS;
    }

    private void assertEachIsFoundThatSurvived(Set<String> survivors) {
      long[] questions = new long[KEYS];
      for (int i = 0; i < KEYS; i++) {
        questions[i] = act(Operation.get("key" + i));
      }
      network.runFor(Duration.ofSeconds(20));
      for (int i = 0; i < KEYS; i++) {
        ClientMessage.Acted answer = answers.get(questions[i]);
        assertThat(answer == null ? null : answer.outcome().status())
            .as("seed %s key%s", seed, i)
            .isEqualTo(survivors.contains("key" + i) ? Status.DONE : Status.NOT_FOUND);
      }
    }

    private long act(Operation operation) {
      NodeRef node = alive.get(random.nextInt(alive.size()));
      network.tell(node, new ClientMessage.Act(++asked, operation));
      return asked;
    }
  }
}
