package dev.quiver.dht.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.dht.ClientMessage;
import dev.quiver.dht.Item;
import dev.quiver.dht.Operation;
import dev.quiver.dht.Outcome;
import dev.quiver.messaging.BrokerFixture;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes in real processes, and a broker that is started anew while the ring is asked. */
@Tag("long")
class RestartedBrokerIT {

  private static final int NODES_EACH = 10;
  private static final int WINDOW = 200;

  @TempDir Path folder;
  private final List<Process> children = new ArrayList<>();

  @Test
  void aRestartOfTheBrokerUnderLoadLosesNoKey() throws Exception {
    int keys = 1_000;
    try (BrokerFixture broker = BrokerFixture.in(folder);
        RingBench bench = new RingBench(broker)) {
      child(broker, "p1", NODES_EACH, "create");
      DhtClient client = bench.client(NodesMain.RING, NODES_EACH);
      child(broker, "p2", NODES_EACH, "join");
      RingBench.awaitIdeal(client, 2 * NODES_EACH);
      assertThat(failedPuts(client, keys)).isZero();

      CompletableFuture<Integer> unanswered =
          CompletableFuture.supplyAsync(() -> failedGets(client, keys));
      broker.restart();
      // Whatever was not answered failed clearly; nobody was told that a key does not exist.
      int unused = unanswered.get(120, TimeUnit.SECONDS);
      assertAllThere(client, keys);
      RingBench.awaitIdeal(client, 2 * NODES_EACH);
    } finally {
      for (Process child : children) {
        child.destroyForcibly().waitFor();
      }
    }
  }

  private static int failedPuts(DhtClient client, int keys) {
    int failed = 0;
    for (int from = 0; from < keys; from += WINDOW) {
      List<CompletableFuture<ClientMessage.Acted>> asked = new ArrayList<>();
      for (int i = from; i < from + WINDOW; i++) {
        asked.add(client.actLater(Operation.put("key" + i, "value" + i)));
      }
      for (int i = 0; i < WINDOW; i++) {
        failed += isDone(asked.get(i)) || putAgain(client, from + i) ? 0 : 1;
      }
    }
    return failed;
  }

  private static boolean isDone(CompletableFuture<ClientMessage.Acted> answer) {
    try {
      return answer.join().outcome().status() == Outcome.Status.DONE;
    } catch (CompletionException noAnswer) {
      return false;
    }
  }

  private static boolean putAgain(DhtClient client, int i) {
    Outcome outcome = client.act(Operation.put("key" + i, "value" + i)).outcome();
    return outcome.status() == Outcome.Status.DONE;
  }

  /** How many of the first keys cannot be got at the first attempt. */
  private static int failedGets(DhtClient client, int count) {
    List<CompletableFuture<ClientMessage.Acted>> asked = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      asked.add(client.actLater(Operation.get("key" + i)));
    }
    int failed = 0;
    for (int i = 0; i < count; i++) {
      failed += isRight(i, asked.get(i)) ? 0 : 1;
    }
    return failed;
  }

  private static boolean isRight(int key, CompletableFuture<ClientMessage.Acted> answer) {
    try {
      Outcome outcome = answer.join().outcome();
      Item item = outcome.item();
      assertThat(outcome.status())
          .as("no key is said not to exist")
          .isNotEqualTo(Outcome.Status.NOT_FOUND);
      return item != null && ("value" + key).equals(item.value());
    } catch (CompletionException noAnswer) {
      return false;
    }
  }

  /** Each key, with some patience. */
  private static void assertAllThere(DhtClient client, int keys) {
    List<Integer> left = new ArrayList<>();
    for (int i = 0; i < keys; i++) {
      left.add(i);
    }
    await()
        .atMost(Duration.ofSeconds(90))
        .until(
            () -> {
              client.members();
              for (int from = 0; from < left.size(); from += WINDOW) {
                List<Integer> part = left.subList(from, Math.min(left.size(), from + WINDOW));
                List<CompletableFuture<ClientMessage.Acted>> asked =
                    part.stream().map(i -> client.actLater(Operation.get("key" + i))).toList();
                for (int i = 0; i < part.size(); i++) {
                  part.set(i, isRight(part.get(i), asked.get(i)) ? -1 : part.get(i));
                }
              }
              left.removeIf(i -> i < 0);
              return left.isEmpty();
            });
  }

  private void child(BrokerFixture broker, String host, int count, String how) throws IOException {
    File log = folder.resolve(host + ".log").toFile();
    children.add(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx160m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                NodesMain.class.getName(),
                broker.broker().url(),
                broker.broker().credentials().passwordOf("node").orElseThrow(),
                host,
                Integer.toString(count),
                how)
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start());
  }
}
