package dev.quiver.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
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
    stack.compose("up", "-d", "--no-recreate");
    for (String client : List.of("one", "two")) {
      await()
          .atMost(Platform.PATIENCE)
          .ignoreExceptions()
          .untilAsserted(() -> assertThat(pooled(client)).isEqualTo("3\n"));
    }
  }

  private String pooled(String client) {
    return stack.quiver(
        "task",
        "submit",
        "--via",
        "pool",
        "--client",
        client,
        "--wait",
        "text.count_words",
        "a b c");
  }
}
