package dev.quiver.tasks.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.messaging.terminal.Palette;
import dev.quiver.messaging.terminal.ShellTerminal;
import dev.quiver.messaging.terminal.TypedTerminal;
import dev.quiver.messaging.text.Messages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The shell on a real pseudo-terminal, on a platform in memory. */
@Timeout(120)
class LineTerminalTest {

  @TempDir Path folder;

  private final FakeBackend backend = new FakeBackend();
  private TypedTerminal typed;

  @BeforeEach
  void open() throws Exception {
    typed = new TypedTerminal();
    backend.members.add(FakeBackend.worker("Worker-1234", 2, 0, "calculate.sum"));
  }

  @AfterEach
  void close() throws Exception {
    typed.close();
  }

  @Test
  void aNoticeAppearsAboveTheLineBeingTypedAndDoesNotTearIt() throws Exception {
    CompletableFuture<Void> shell = start(false);
    typed.awaitPrompt("ana>");
    typed.type("/calculate Worker-1234 sum 10 20\r");
    typed.awaitLine("[task-1] calculate.sum sent to Worker-1234");
    typed.type("/calculate any sum 1 2");
    typed.awaitPrompt("ana> /calculate any sum 1 2");
    backend.succeed(0, "30");
    typed.awaitLine("[task-1] calculate.sum = 30 (Worker-1234, 12 ms)");
    typed.awaitPrompt("ana> /calculate any sum 1 2");
    typed.type(" 3\r");
    typed.awaitLine("[task-2] calculate.sum sent to whichever worker is free");
    assertThat(typed.screen())
        .containsSubsequence(
            "ana> /calculate Worker-1234 sum 10 20",
            "[task-1] calculate.sum sent to Worker-1234",
            "[task-1] calculate.sum = 30 (Worker-1234, 12 ms)",
            "ana> /calculate any sum 1 2 3",
            "[task-2] calculate.sum sent to whichever worker is free");
    typed.type("/quit\r");
    shell.get(30, TimeUnit.SECONDS);
    typed.awaitLine("Tasks that have not ended yet: 1. Their results wait for ana.");
  }

  @Test
  void tabCompletesCommandsWorkersAndOperations() throws Exception {
    CompletableFuture<Void> shell = start(false);
    typed.awaitPrompt("ana>");
    typed.type("/calc\t");
    typed.awaitPrompt("ana> /calculate");
    typed.type("Wor\t");
    typed.awaitPrompt("ana> /calculate Worker-1234");
    typed.type("av\t");
    typed.awaitPrompt("ana> /calculate Worker-1234 average");
    typed.interrupt();
    typed.awaitPrompt("ana>");
    typed.type("\u0004");
    shell.get(30, TimeUnit.SECONDS);
    assertThat(backend.sent).isEmpty();
  }

  @Test
  void linesTypedEarlierComeBackInTheNextShellAndAreNobodyElses() throws Exception {
    Path history = folder.resolve("new/shell.history");
    CompletableFuture<Void> first = start(false, history);
    typed.awaitPrompt("ana>");
    typed.type("/text any uppercase it's !1 \"x\r/quit\r");
    first.get(30, TimeUnit.SECONDS);
    assertThat(backend.sent.get(0).task().payload())
        .isEqualTo(new dev.quiver.tasks.Payload.Text("it's !1 \"x"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(history)))
        .isEqualTo("rw-------");

    typed.close();
    typed = new TypedTerminal();
    CompletableFuture<Void> second = start(false, history);
    typed.awaitPrompt("ana>");
    typed.type("\u001bOA\u001bOA");
    typed.awaitPrompt("ana> /text any uppercase it's !1 \"x");
    typed.interrupt();
    typed.awaitPrompt("ana>");
    typed.type("\u0004");
    second.get(30, TimeUnit.SECONDS);
  }

  @Test
  void coloursAreThereOnlyIfWanted() throws Exception {
    CompletableFuture<Void> plain = start(false);
    typed.awaitPrompt("ana>");
    typed.type("/nonsense\r");
    typed.awaitLine("There is no command /nonsense; /help shows them. Nothing was sent.");
    assertThat(typed.raw()).doesNotContain("\u001b[31m", "\u001b[36m");
    typed.type("/quit\r");
    plain.get(30, TimeUnit.SECONDS);

    typed.close();
    typed = new TypedTerminal();
    CompletableFuture<Void> coloured = start(true);
    typed.awaitPrompt("ana>");
    typed.type("/nonsense\r");
    typed.awaitLine("There is no command /nonsense; /help shows them. Nothing was sent.");
    assertThat(typed.raw()).contains("\u001b[31m", "\u001b[36m");
    typed.type("/quit\r");
    coloured.get(30, TimeUnit.SECONDS);
  }

  @Test
  void asksForANameUntilItIsUsable() throws Exception {
    CompletableFuture<String> asked = new CompletableFuture<>();
    new Thread(
            () -> {
              try (ShellTerminal terminal = ShellTerminal.on(typed.terminal(), false)) {
                asked.complete(
                    TaskShell.askName(terminal, ShellOptions.of(Locale.forLanguageTag("pt"))));
              } catch (Exception e) {
                asked.completeExceptionally(e);
              }
            })
        .start();
    typed.awaitPrompt("Seu nome:");
    typed.type("não serve\r");
    typed.awaitScreen(lines -> lines.stream().anyMatch(line -> line.contains("não serve: comece")));
    typed.type("ana\r");
    assertThat(asked.get(30, TimeUnit.SECONDS)).isEqualTo("ana");
  }

  private CompletableFuture<Void> start(boolean colours) {
    return start(colours, null);
  }

  private CompletableFuture<Void> start(boolean colours, @Nullable Path history) {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    TypedTerminal at = typed;
    new Thread(
            () -> {
              try {
                // Closed with the pseudo-terminal, when its screen was looked at.
                ShellTerminal terminal = ShellTerminal.on(at.terminal(), colours);
                terminal.assist(new ShellCompleter(() -> List.of("Worker-1234")), history);
                Rendering rendering =
                    new Rendering(
                        Messages.of(TaskShell.class, Locale.ENGLISH),
                        colours ? Palette.COLOURED : Palette.PLAIN,
                        ZoneOffset.UTC,
                        Exception::getMessage);
                new TaskShell("ana", terminal, rendering, backend, terminal::show, Duration.ZERO)
                    .loop();
                ended.complete(null);
              } catch (Throwable e) {
                ended.completeExceptionally(e);
              }
            })
        .start();
    return ended;
  }
}
