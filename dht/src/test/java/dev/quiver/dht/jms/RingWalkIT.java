package dev.quiver.dht.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.messaging.BrokerFixture;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Walks round a ring on a real broker. */
class RingWalkIT {

  private static final int KEYS = 60;
  private static final int WALKS = 20;

  @TempDir Path folder;
  private BrokerFixture broker;
  private RingBench bench;

  @BeforeEach
  void open() {
    broker = BrokerFixture.in(folder);
    bench = new RingBench(broker, RingBench.quick());
  }

  @AfterEach
  void close() {
    bench.close();
    broker.close();
  }

  private RingProcess start(String host, int count, boolean join) throws InterruptedException {
    return bench.start("walked", RingBench.nodes(host, count), join, (node, notice) -> {});
  }

  /** Who joined a moment ago is in no list of members yet, and holds keys. */
  @Test
  void everyKeyIsSeenOnceWhileProcessesComeAndGo() throws Exception {
    start("alpha", 5, false);
    DhtClient client = bench.client("walked", 5);
    RingBench.put(client, KEYS);
    AtomicInteger walks = new AtomicInteger();
    CompletableFuture<Integer> coming =
        CompletableFuture.supplyAsync(
            () -> {
              int rounds = 0;
              while (walks.get() < WALKS) {
                comeAndGo(++rounds);
              }
              return rounds;
            });
    List<String> all = IntStream.range(0, KEYS).mapToObj(i -> "key" + i).toList();
    while (walks.get() < WALKS || !coming.isDone()) {
      assertThat(RingBench.keys(client)).containsExactlyInAnyOrderElementsOf(all);
      walks.incrementAndGet();
    }
    assertThat(coming.get()).as("processes that came and went").isPositive();
  }

  private void comeAndGo(int round) {
    try (RingProcess guest = start("guest" + round, 2, true)) {
      await().atMost(RingBench.PATIENCE).until(() -> guest.memberCount() == 2);
      assertThat(guest.leave(RingBench.PATIENCE)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
