package dev.quiver.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code compose.stock.yml}: the broker is Artemis' own image, with our files alone. */
@OnEngine
@Tag("long")
class ComposeStockIT {

  @TempDir private Path scratch;
  private ComposeStack stack;

  @BeforeEach
  void up() {
    stack = new ComposeStack(scratch, "compose.stock.yml");
    stack.compose("config", "-q");
    stack.compose("up", "-d", "--build");
  }

  @AfterEach
  void down() {
    stack.close();
  }

  @Test
  void aTaskGoesThroughTheOrchestratorToAWorker() {
    await()
        .atMost(Platform.PATIENCE)
        .untilAsserted(() -> assertThat(stack.quiverJson("task", "workers")).hasSize(3));

    assertThat(
            stack.quiver(
                "task", "submit", "--via", "orchestrator", "--wait", "text.count_words", "a b c"))
        .isEqualTo("3\n");
    assertThat(stack.quiverJson("task", "stats").get(0).path("leader").asText()).isIn("A", "B");
  }
}
