package dev.quiver.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code compose.cluster.yml}: pools on two brokers, of which one is killed and comes back. */
@OnEngine
@Tag("long")
class ComposeClusterIT {

  @TempDir private Path scratch;
  private ComposeStack stack;

  @BeforeEach
  void up() {
    stack = new ComposeStack(scratch, "compose.yml", "compose.cluster.yml");
    stack.compose("config", "-q");
    stack.compose("up", "-d", "--build");
  }

  @AfterEach
  void down() {
    stack.close();
  }

  @Test
  void tasksToPoolsAreDoneWhicheverBrokerIsAway() {
    await()
        .atMost(Platform.PATIENCE)
        .untilAsserted(() -> assertThat(stack.quiverJson("task", "workers")).hasSize(3));
    // These two have different homes in the cluster, or the same one: either is served.
    for (String client : List.of("one", "two")) {
      await()
          .atMost(Platform.PATIENCE)
          .ignoreExceptions()
          .untilAsserted(() -> assertThat(pooled(client)).isEqualTo("3\n"));
    }
    assertThat(
            stack.quiver(
                "task", "submit", "--via", "orchestrator", "--wait", "calculate.sum", "1 2"))
        .isEqualTo("3\n");

    String member = stack.containers("member-1").get(0);
    stack.kill(member);
    // Half of all clients, more or less, have the other one for their home.
    await().atMost(Platform.PATIENCE).until(this::anybodyIsServed);
    assertThat(stack.containers("member-1")).isEmpty();

    stack.compose("up", "-d", "--no-recreate");
    for (String client : List.of("one", "two")) {
      await()
          .atMost(Platform.PATIENCE)
          .ignoreExceptions()
          .untilAsserted(() -> assertThat(pooled(client)).isEqualTo("3\n"));
    }
  }

  private String pooled(String client) {
    return stack.quiver(submit(client));
  }

  /**
   * Whether one of some clients gets an outcome; those at home elsewhere are told that it is away.
   */
  private boolean anybodyIsServed() {
    return IntStream.range(0, 12)
        .mapToObj(each -> stack.tried(Map.of(), submit("c" + each)))
        .anyMatch(each -> each.exitCode() == 0 && each.out().equals("3\n"));
  }

  private static String[] submit(String client) {
    return new String[] {
      "task", "submit", "--via", "pool", "--client", client, "--wait", "text.count_words", "a b c"
    };
  }
}
