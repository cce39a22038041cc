package dev.quiver.tasks.handler.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.quiver.tasks.Payload;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.handler.Handling;
import dev.quiver.tasks.handler.InvalidInputException;
import dev.quiver.tasks.handler.RecordingContext;
import dev.quiver.tasks.handler.TaskCancelledException;
import dev.quiver.tasks.handler.TaskInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ExecHandlerTest {

  private static final ExecPolicy POLICY =
      new ExecPolicy(
          new TreeSet<>(
              List.of("cat", "wc", "sh", "sleep", "yes", "head", "printf", "env", "no-such-tool")),
          1_000_000);

  @TempDir Path folder;

  @Test
  void thePayloadIsTheInputAndTheOutputTheResult() throws Exception {
    assertThat(exec("one two three", "wc", "-w").strip()).isEqualTo("3");
    byte[] bytes = new byte[900_000];
    new Random(7).nextBytes(bytes);
    Payload result = new ExecHandler(POLICY).handle(input(Handling.bytes(bytes), "cat"), context());
    try (var in = result.open()) {
      assertThat(in.readAllBytes()).isEqualTo(bytes);
    }
  }

  @Test
  void argumentsAreNeverSeenByAShell() throws Exception {
    assertThat(exec("", "printf", "%s|", "$(id)", "a b", ";", "*", "'"))
        .isEqualTo("$(id)|a b|;|*|'|");
  }

  @Test
  void theEnvironmentIsBare() throws Exception {
    List<String> names =
        exec("", "env").lines().map(line -> line.replaceFirst("=.*", "")).sorted().toList();
    assertThat(names)
        .contains("LC_ALL", "PATH", "QUIVER_ATTEMPT", "QUIVER_EXEC", "QUIVER_TASK_ID")
        .isSubsetOf(
            "HOME", "LC_ALL", "PATH", "QUIVER_ATTEMPT", "QUIVER_EXEC", "QUIVER_TASK_ID", "TMPDIR");
  }

  @Test
  void whatIsNotAllowedFailsForGood() {
    for (String command : List.of("rm", "/bin/cat", "cat ", "CAT", "")) {
      assertThatThrownBy(() -> exec("", command))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("does not allow the command");
    }
    assertThatThrownBy(() -> exec("")).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> exec("", "cat", "a\0b"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("null character");
    assertThatThrownBy(() -> exec("", "cat", "x".repeat(3_000_000)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("too long");
  }

  @Test
  void anExitCodeIsAFailureToTryAgainWithTheTailOfItsErrors() {
    assertThatThrownBy(
            () -> exec("", "sh", "-c", "echo line one >&2; printf 'a\\033[31mb\\n' >&2; exit 3"))
        .isInstanceOf(ExecFailedException.class)
        .hasMessage("sh ended with exit code 3: line one | a\\u{1b}[31mb");
    assertThatThrownBy(() -> exec("", "sh", "-c", "exit 1"))
        .isInstanceOf(ExecFailedException.class)
        .hasMessageContaining("wrote nothing to its standard error");
  }

  @Test
  void aFloodOfErrorsKeepsOnlyItsEnd() {
    assertThatThrownBy(
            () ->
                exec("", "sh", "-c", "yes 0123456789 | head -c 3000000 >&2; echo END >&2; exit 1"))
        .isInstanceOf(ExecFailedException.class)
        .satisfies(
            e ->
                assertThat(e.getMessage())
                    .hasSizeBetween(1000, 5000)
                    .contains("...")
                    .endsWith("END"));
  }

  @Test
  void aFloodOfOutputIsStoppedAtTheLimit() throws Exception {
    RecordingContext context = context();
    assertThatThrownBy(() -> Handling.text(handler(), "exec", empty(), context, "yes"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("more than the 1000000 bytes");
    assertThat(context.spools().get(0).bytes()).isLessThanOrEqualTo(1_000_000);
  }

  @Test
  void aCommandThatIsNotInstalledIsTriedAgain() {
    assertThatThrownBy(() -> exec("", "no-such-tool"))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no-such-tool cannot be started on this worker");
  }

  @Test
  void aCommandNeedNotReadItsInput() throws Exception {
    byte[] bytes = new byte[5_000_000];
    Arrays.fill(bytes, (byte) 'x');
    assertThat(
            Handling.text(handler(), "exec", Handling.bytes(bytes), context(), "head", "-c", "3"))
        .isEqualTo("xxx");
    assertThat(Handling.text(handler(), "exec", Handling.bytes(bytes), context(), "printf", "hi"))
        .isEqualTo("hi");
  }

  @Test
  void anInputThatCannotBeReadIsAFailureAndEndsTheCommand() {
    Payload broken =
        new Payload.Streamed(
            () -> {
              throw new IOException("the disk is gone");
            },
            1);
    assertThatThrownBy(() -> Handling.text(handler(), "exec", broken, context(), "sleep", "1000"))
        .isInstanceOf(IOException.class)
        .hasMessage("the disk is gone");
  }

  @Test
  void interruptingKillsTheWholeTree() throws Exception {
    // The second shell is a grandchild whose parent has ended: nobody's descendant any more.
    String script =
        "sh -c 'sleep 1001 & echo $! > b' & sleep 1000 & echo $! > a; sh -c 'sleep 1002'";
    RecordingContext context = context();
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    Thread slot =
        new Thread(
            () -> {
              try {
                Handling.text(
                    handler(),
                    "exec",
                    empty(),
                    context,
                    "sh",
                    "-c",
                    "cd " + folder + "; " + script);
                ended.complete(new AssertionError("it ended by itself"));
              } catch (Throwable e) {
                ended.complete(e);
              }
            });
    slot.start();
    await().until(() -> isAlive(pid("a")) && isAlive(pid("b")));
    slot.interrupt();
    assertThat(ended.get(20, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    await().until(() -> !isAlive(pid("a")) && !isAlive(pid("b")));
  }

  @Test
  void cancellingKillsIt() throws Exception {
    RecordingContext context = context();
    context.cancel();
    assertThatThrownBy(() -> Handling.text(handler(), "exec", empty(), context, "sleep", "1000"))
        .isInstanceOf(TaskCancelledException.class);
    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive).toList())
        .noneMatch(child -> child.info().commandLine().orElse("").contains("sleep 1000"));
  }

  @Test
  void aChildLeftInTheBackgroundDoesNotHoldUpTheTask() throws Exception {
    assertThat(exec("", "sh", "-c", "cd " + folder + "; sleep 1000 & echo $! > c; echo done"))
        .isEqualTo("done\n");
    await().until(() -> !isAlive(pid("c")));
  }

  @Test
  void aPolicyWithAnUnusableCommandIsRefused() {
    assertThatThrownBy(() -> ExecPolicy.allowing(List.of(" ")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private long pid(String file) {
    try {
      return Long.parseLong(Files.readString(folder.resolve(file)).strip());
    } catch (IOException | NumberFormatException e) {
      return -1; // Not written yet.
    }
  }

  private static boolean isAlive(long pid) {
    return pid > 0 && ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  private String exec(String input, String... args) throws Exception {
    return Handling.text(
        handler(), "exec", Handling.bytes(input.getBytes(StandardCharsets.UTF_8)), context(), args);
  }

  private static ExecHandler handler() {
    return new ExecHandler(POLICY);
  }

  private static Payload empty() {
    return new Payload.Text("");
  }

  private static TaskInput input(Payload payload, String... args) {
    return new TaskInput(new TaskType("exec"), List.of(args), payload);
  }

  private RecordingContext context() {
    return new RecordingContext(folder);
  }
}
