package dev.quiver.dht.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.dht.NodeStatus;
import dev.quiver.messaging.BrokerFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fifty nodes in five real processes, one of which is killed; then twenty join under load. */
@Tag("long")
@Tag("kill")
class KilledNodesIT {

  private static final int PROCESSES = 5;
  private static final int NODES_EACH = 10;
  private static final int KEYS = 10_000;
  private static final int ASKED = 500;
  private static final int LATE = 20;

  /**
   * So many keys are read and written at a time, without end: what two cores bear beside seven
   * processes.
   */
  private static final int LOAD = 50;

  /**
   * Within so many rounds of stabilisation after the kill, a round a second, every pointer of every
   * node is right again: the 40 that no simulated ring of this kind exceeds ({@code
   * HealingSimulationTest}), and as many again for a machine on which answers take their time.
   */
  private static final int ROUNDS = 80;

  @TempDir Path folder;

  @Test
  void noKeyIsLostWhenAFifthOfTheNodesIsKilledAndTwentyJoinUnderLoad() throws Exception {
    try (BrokerFixture broker = BrokerFixture.in(folder);
        RingBench bench = new RingBench(broker);
        NodeProcesses processes = new NodeProcesses(broker, folder)) {
      processes.create("p1", NODES_EACH);
      DhtClient client = bench.client(NodesMain.RING, NODES_EACH);
      for (int i = 2; i < PROCESSES; i++) {
        processes.join("p" + i, NODES_EACH);
      }
      Process victim = processes.join("victim", NODES_EACH);
      RingBench.awaitIdeal(client, PROCESSES * NODES_EACH);
      Keys keys = new Keys(client, KEYS).putAll();

      List<RingMember> survivors =
          client.members().stream()
              .filter(member -> !member.node().host().equals("victim"))
              .toList();
      assertThat(survivors).hasSize((PROCESSES - 1) * NODES_EACH);
      long before = mostRounds(client, survivors);
      victim.destroyForcibly().waitFor();
      assertThat(keys.unanswered(ASKED))
          .as("those not got, though another node was asked where one was silent")
          .isLessThan(ASKED / 4);
      awaitWhole(client, survivors);
      long rounds = mostRounds(client, survivors) - before;
      System.out.println("whole again after " + rounds + " rounds");
      assertThat(rounds).isLessThanOrEqualTo(ROUNDS);
      keys.awaitAll();

      Load load = new Load(client, LOAD);
      processes.join("late", LATE);
      RingBench.awaitIdeal(client, (PROCESSES - 1) * NODES_EACH + LATE);
      int all = load.answered() + load.failed();
      load.end();
      assertThat(all).as("operations while they joined").isGreaterThan(10 * LOAD);
      assertThat(load.failed()).as("of %s", all).isLessThan(all / 10);
      keys.awaitAll();
      assertThat(
              client.describe(client.members(), false).stream()
                  .mapToLong(node -> node.counts().violations())
                  .sum())
          .isZero();
    }
  }

  /** Asks those who live, whether the broker still takes the others for present or not. */
  private static void awaitWhole(DhtClient client, List<RingMember> living) {
    await()
        .atMost(Duration.ofSeconds(150))
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () -> {
              List<NodeStatus> nodes =
                  client.describe(living, false).stream()
                      .sorted(Comparator.comparing(node -> node.self().id()))
                      .toList();
              int size = living.size();
              assertThat(nodes).hasSize(size);
              for (int i = 0; i < size; i++) {
                NodeStatus node = nodes.get(i);
                assertThat(node.predecessor()).isEqualTo(nodes.get((i + size - 1) % size).self());
                assertThat(node.successors()).hasSize(RingBench.config().successors());
                for (int j = 0; j < node.successors().size(); j++) {
                  assertThat(node.successors().get(j))
                      .isEqualTo(nodes.get((i + j + 1) % size).self());
                }
              }
            });
  }

  private static long mostRounds(DhtClient client, List<RingMember> nodes) {
    return client.describe(nodes, false).stream()
        .mapToLong(node -> node.counts().rounds())
        .max()
        .orElseThrow();
  }
}
