package dev.quiver.dht.jms;

import dev.quiver.messaging.BrokerFixture;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes in real processes, and a broker that is started anew while the ring is asked. */
@Tag("long")
class RestartedBrokerIT {

  private static final int NODES_EACH = 10;
  private static final int KEYS = 1_000;

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

      CompletableFuture<Integer> unanswered =
          CompletableFuture.supplyAsync(() -> keys.unanswered(KEYS));
      broker.restart();
      // Whatever was not answered failed clearly; nobody was told that a key does not exist.
      int unused = unanswered.get(120, TimeUnit.SECONDS);
      keys.awaitAll();
      RingBench.awaitIdeal(client, 2 * NODES_EACH);
    }
  }
}
