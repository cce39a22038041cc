package dev.quiver.dht.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.messaging.BrokerFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes in real processes, and a broker that is started anew while the ring is asked. */
@Tag("long")
class RestartedBrokerIT {

  private static final int NODES_EACH = 10;
  private static final int KEYS = 1_000;

  /** So many keys are read and written all the time. */
  private static final int WINDOW = 40;

  @TempDir Path folder;

  @Test
  void aRestartOfTheBrokerUnderLoadLosesNoKey() throws Exception {
    try (BrokerFixture broker = BrokerFixture.in(folder);
        RingBench bench = new RingBench(broker);
        NodeProcesses processes = new NodeProcesses(broker, folder)) {
      processes.create("p1", NODES_EACH);
      DhtClient client = bench.client(NodesMain.RING, NODES_EACH);
      processes.join("p2", NODES_EACH);
      RingBench.awaitIdeal(client, 2 * NODES_EACH);
      Keys keys = new Keys(client, KEYS).putAll();

      Load load = new Load(client, WINDOW);
      await().atMost(RingBench.PATIENCE).until(() -> load.answered() >= 10 * WINDOW);
      load.mark();
      broker.restart();
      int before = load.answered();
      // Whatever was not answered failed clearly; what was acknowledged is there.
      await().atMost(RingBench.PATIENCE).until(() -> load.answered() >= before + 10 * WINDOW);
      load.end();
      assertThat(load.spanned()).as("writes under way as the broker went").isPositive();
      keys.awaitAll();
      RingBench.awaitIdeal(client, 2 * NODES_EACH);
    }
  }
}
