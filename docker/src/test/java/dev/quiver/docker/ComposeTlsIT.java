package dev.quiver.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code compose.tls.yml}: all roles speak TLS and show certificates, and nobody else gets in. */
@OnEngine
@Tag("long")
class ComposeTlsIT {

  @TempDir private Path scratch;
  private ComposeStack stack;

  @BeforeEach
  void up() {
    stack = new ComposeStack(scratch, "compose.yml", "compose.tls.yml");
    stack.compose("config", "-q");
    stack.compose("up", "-d", "--build");
  }

  @AfterEach
  void down() {
    stack.close();
  }

  @Test
  void aTaskIsDoneAndWhoDoesNotEncryptOrShowsNothingIsToldSo() throws Exception {
    await()
        .atMost(Platform.PATIENCE)
        .untilAsserted(() -> assertThat(stack.quiverJson("task", "workers")).hasSize(3));
    assertThat(stack.quiver("task", "submit", "--wait", "text.count_words", "a b c"))
        .isEqualTo("3\n");
    assertThat(stack.compose("exec", "-T", "broker", "quiver", "user", "list"))
        .contains("orchestrator");

    Program plain = stack.tried(Map.of("QUIVER_TLS", ""), "task", "workers");
    assertThat(plain.exitCode()).as("%s", plain).isEqualTo(3);
    assertThat(plain.err()).contains("speaks TLS only");

    Path none = Files.createDirectory(scratch.resolve("none"));
    Files.copy(
        scratch.resolve("secrets/tls/authority.pem"),
        none.resolve("authority.pem"),
        StandardCopyOption.REPLACE_EXISTING);
    Program shown = stack.tried(Map.of("QUIVER_TLS", none.toString()), "task", "workers");
    assertThat(shown.exitCode()).as("%s", shown).isEqualTo(4);
    assertThat(shown.err()).contains("demands a certificate");
  }
}
