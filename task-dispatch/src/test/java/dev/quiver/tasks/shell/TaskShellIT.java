package dev.quiver.tasks.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.quiver.broker.BrokerConfig;
import dev.quiver.broker.QuiverBroker;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.LoginRefusedException;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.messaging.terminal.ShellTerminal;
import dev.quiver.messaging.terminal.TypedTerminal;
import dev.quiver.tasks.WorkerId;
import dev.quiver.tasks.handler.HandlerRegistry;
import dev.quiver.tasks.handler.builtin.BuiltInHandlers;
import dev.quiver.tasks.handler.builtin.ExecPolicy;
import dev.quiver.tasks.worker.Worker;
import dev.quiver.tasks.worker.WorkerConfig;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The shell on a real broker with a real worker. */
@Timeout(180)
class TaskShellIT {

  private static final String SUM = "/calculate Worker-1234 sum 10 20 30 40";
  private static final String WORDS = "/text Worker-1234 count_words Este é um exemplo de texto";

  private final ShellOptions options =
      new ShellOptions(Locale.ENGLISH, ZoneOffset.UTC, null, Exception::getMessage, null);

  @TempDir Path folder;

  private QuiverBroker broker;
  private HandlerRegistry handlers;
  private Worker worker;

  @BeforeEach
  void start() throws Exception {
    broker = QuiverBroker.start(BrokerConfig.in(folder.resolve("broker")).withPort(0));
    handlers = HandlerRegistry.builder().addAll(BuiltInHandlers.of(ExecPolicy.none())).build();
    worker = startWorker("Worker-1234");
  }

  @AfterEach
  void stop() throws Exception {
    worker.close();
    handlers.close();
    broker.close();
  }

  @Test
  void theTranscriptOnATerminal() throws Exception {
    try (TypedTerminal typed = new TypedTerminal()) {
      CompletableFuture<Void> shell = run(typed, "ana");
      typed.awaitPrompt("ana>");
      type(typed, "/list");
      typed.awaitScreen(
          lines ->
              lines.stream().anyMatch(line -> line.matches("ana \\(you\\) +task client +.*"))
                  && lines.stream().anyMatch(line -> line.matches("Worker-1234 +worker +.*")));
      type(typed, "/workers");
      typed.awaitScreen(
          lines ->
              lines.stream()
                  .anyMatch(line -> line.matches("Worker-1234 +2 +0 +0% +calculate.average .*")));
      type(typed, SUM);
      typed.awaitScreen(lines -> anyMatches(lines, ".*calculate.sum = 100 \\(Worker-1234, .*"));
      type(typed, WORDS);
      typed.awaitScreen(lines -> anyMatches(lines, ".*text.count_words = 6 \\(Worker-1234, .*"));
      type(typed, "/calculate any average 1 2");
      typed.awaitScreen(lines -> anyMatches(lines, ".*calculate.average = 1.5 \\(.*"));
      type(typed, "/results");
      typed.awaitScreen(TaskShellIT::showsBothResults);
      type(typed, "/quit");
      shell.get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void theTranscriptThroughPipesAndTheResultsAgainInTheNextShell() throws Exception {
    String said = runLines("ana", "/list", "/workers", SUM, WORDS, "/results");
    assertThat(said.lines())
        .anyMatch(line -> line.matches("ana \\(you\\) +task client +.*"))
        .anyMatch(line -> line.matches(".*calculate.sum = 100 \\(Worker-1234, .*"))
        .anyMatch(line -> line.matches(".*text.count_words = 6 \\(Worker-1234, .*"));
    assertThat(showsBothResults(said.lines().toList())).isTrue();

    String again = runLines("ana", "/results", "/quit");
    assertThat(again).contains("Results are waiting for you: 2").doesNotContain("= 100");
    assertThat(showsBothResults(again.lines().toList())).isTrue();

    assertThat(runLines("bob", "/results")).contains("There are no results.");
  }

  @Test
  void aNameLeadsToTheSameResultsHoweverItIsWritten() throws Exception {
    runLines("Maria", SUM);
    assertThat(runLines("maria", "/results"))
        .contains("Results are waiting for you: 1")
        .containsPattern("[0-9a-z]{20} +calculate.sum");
  }

  @Test
  void whatIsWrongIsSaidAndNothingIsSent() throws Exception {
    String said =
        runLines(
            "ana",
            "/calculate Worker-9999 sum 1",
            "/calculate auto sum 1",
            "/calculate Worker-1234 median 1",
            "/calculate Worker-1234 sum one",
            "/text Worker-1234 sum 1",
            "/nonsense",
            "/results");
    assertThat(said.lines().filter(line -> line.endsWith("Nothing was sent."))).hasSize(6);
    assertThat(said).contains("There is no worker Worker-9999").contains("There are no results.");
  }

  @Test
  void aTaskForAWorkerThatIsAwayWaitsForItAndItsResultForTheClient() throws Exception {
    startWorker("Worker-5678").close();
    try (TypedTerminal typed = new TypedTerminal()) {
      CompletableFuture<Void> shell = run(typed, "ana");
      typed.awaitPrompt("ana>");
      type(typed, "/calculate Worker-5678 max 3 9 4");
      typed.awaitScreen(lines -> anyMatches(lines, ".*calculate.max sent to Worker-5678.*"));
      type(typed, "/quit");
      shell.get(60, TimeUnit.SECONDS);
      typed.awaitScreen(lines -> anyMatches(lines, "Tasks that have not ended yet: 1.*"));
    }
    try (Worker back = startWorker("Worker-5678")) {
      await().until(() -> back.status().done() == 1);
      assertThat(runLines("ana", "/results"))
          .containsPattern("calculate.max +Worker-5678 +succeeded +9");
    }
  }

  @Test
  void whatAScriptGetsWrongIsCountedAndNoPartOfItsOutput() throws Exception {
    try (Worker other = startWorker("Worker-4321")) {
      ByteArrayOutputStream errors = new ByteArrayOutputStream();
      ByteArrayOutputStream output = new ByteArrayOutputStream();
      String lines =
          """
          /calculate Worker-4321 sum 1 2
          /calculate Worker-4321 product 1 2
          sum 1 2
          /calculate any
          """;
      int failures =
          TaskShell.run(
              settings("client"),
              "bruno",
              ShellTerminal.plain(
                  new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)),
                  new PrintStream(output)),
              options.withErrors(new PrintStream(errors)));
      assertThat(failures).isEqualTo(3);
      assertThat(output.toString(StandardCharsets.UTF_8)).contains("calculate.sum = 3");
      assertThat(output.toString(StandardCharsets.UTF_8)).doesNotContain("othing was sent");
      assertThat(errors.toString(StandardCharsets.UTF_8).lines())
          .hasSize(3)
          .allMatch(line -> line.contains("othing was sent"));
      assertThat(other.status().done()).isEqualTo(1);
    }
  }

  @Test
  void theBrokersRefusalEndsIt() {
    ConnectionSettings wrong = ConnectionSettings.of(broker.url(), "client", "wrong");
    assertThatThrownBy(
            () ->
                TaskShell.run(
                    wrong,
                    "ana",
                    ShellTerminal.plain(
                        new ByteArrayInputStream(new byte[0]),
                        new PrintStream(new ByteArrayOutputStream())),
                    options))
        .isInstanceOf(LoginRefusedException.class);
  }

  private static boolean showsBothResults(List<String> lines) {
    return anyMatches(lines, ".* calculate.sum +Worker-1234 +succeeded +100")
        && anyMatches(lines, ".* text.count_words +Worker-1234 +succeeded +6");
  }

  private static boolean anyMatches(List<String> lines, String pattern) {
    return lines.stream().anyMatch(line -> line.matches(pattern));
  }

  private static void type(TypedTerminal typed, String line) throws Exception {
    typed.type(line + "\r");
  }

  private CompletableFuture<Void> run(TypedTerminal typed, String name) {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    new Thread(
            () -> {
              try {
                TaskShell.run(
                    settings("client"), name, ShellTerminal.on(typed.terminal(), false), options);
                ended.complete(null);
              } catch (Throwable e) {
                ended.completeExceptionally(e);
              }
            })
        .start();
    return ended;
  }

  private String runLines(String name, String... lines) throws Exception {
    byte[] input = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    TaskShell.run(
        settings("client"),
        name,
        ShellTerminal.plain(new ByteArrayInputStream(input), new PrintStream(output)),
        options);
    return output.toString(StandardCharsets.UTF_8);
  }

  private Worker startWorker(String id) throws InterruptedException {
    WorkerConfig config = WorkerConfig.named(new WorkerId(id)).withConcurrency(2);
    return Worker.start(config, settings("worker"), handlers, WaitListener.silent());
  }

  private ConnectionSettings settings(String user) {
    return ConnectionSettings.of(
        broker.url(), user, broker.credentials().passwordOf(user).orElseThrow());
  }
}
