package dev.quiver.tasks.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.messaging.terminal.Palette;
import dev.quiver.messaging.terminal.ShellTerminal;
import dev.quiver.messaging.text.Messages;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The shell without a terminal, on a platform in memory. */
class ScriptTest {

  private final FakeBackend backend = new FakeBackend();
  private final List<String> problems = new CopyOnWriteArrayList<>();

  @Test
  void whatHasNotEndedWithTheInputIsAFailureAndNoPartOfTheOutput() throws Exception {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    String lines = "/calculate any sum 1 2\n/calculate any sum 3 4\n/nonsense\n";
    int failures;
    try (ShellTerminal terminal =
        ShellTerminal.plain(
            new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(output))) {
      Rendering rendering =
          new Rendering(
              Messages.of(TaskShell.class, Locale.ENGLISH),
              Palette.PLAIN,
              ZoneOffset.UTC,
              Exception::getMessage);
      TaskShell shell =
          new TaskShell("ana", terminal, rendering, backend, problems::add, Duration.ofMillis(1));
      failures = shell.loop();
    }
    assertThat(backend.sent).hasSize(2);
    assertThat(failures).isEqualTo(3);
    assertThat(problems)
        .hasSize(2)
        .last()
        .isEqualTo("Tasks that have not ended yet: 2. Their results wait for ana.");
    assertThat(output.toString(StandardCharsets.UTF_8))
        .contains("[task-2] calculate.sum sent")
        .doesNotContain("not ended yet");
  }
}
