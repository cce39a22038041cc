package dev.quiver.cli.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.broker.BrokerConfig;
import dev.quiver.broker.QuiverBroker;
import dev.quiver.broker.guard.QuiverPlugin;
import dev.quiver.cli.Cli;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.TestContexts;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.messaging.text.Sayings;
import dev.quiver.orchestrator.Notice;
import dev.quiver.orchestrator.OrchestratorReasons;
import dev.quiver.orchestrator.ledger.Ledger;
import dev.quiver.orchestrator.ledger.LedgerConfig;
import dev.quiver.orchestrator.notice.NoticeTexts;
import dev.quiver.orchestrator.shell.OrchestratorRole;
import dev.quiver.orchestrator.shell.RoleConfig;
import dev.quiver.tasks.TaskReasons;
import dev.quiver.tasks.WorkerId;
import dev.quiver.tasks.handler.HandlerRegistry;
import dev.quiver.tasks.handler.builtin.BuiltInHandlers;
import dev.quiver.tasks.handler.builtin.ExecPolicy;
import dev.quiver.tasks.worker.Worker;
import dev.quiver.tasks.worker.WorkerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tasks that end in every way, seen by somebody who reads Portuguese: nothing of what Quiver itself
 * says, be it of another process, is in English then.
 */
@Timeout(180)
class PortugueseSceneIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Locale PORTUGUESE = Locale.forLanguageTag("pt");
  private static final List<Class<?>> SPEAKERS =
      List.of(
          Cli.class,
          NoticeTexts.class,
          OrchestratorReasons.class,
          TaskReasons.class,
          Sayings.class,
          QuiverPlugin.class);

  @TempDir private Path home;
  private final List<String> notices = new CopyOnWriteArrayList<>();
  private final List<String> lines = new ArrayList<>();
  private QuiverBroker broker;
  private HandlerRegistry handlers;
  private OrchestratorRole orchestrator;
  private Worker worker;

  @BeforeEach
  void start() throws Exception {
    broker = QuiverBroker.start(BrokerConfig.in(home.resolve("broker")).withPort(0));
    handlers = HandlerRegistry.builder().addAll(BuiltInHandlers.of(ExecPolicy.none())).build();
    RoleConfig config = RoleConfig.of("A", LedgerConfig.in(home.resolve("ledger")));
    NoticeTexts words = new NoticeTexts(PORTUGUESE);
    orchestrator =
        OrchestratorRole.start(
            config,
            as("orchestrator"),
            Ledger.open(config.ledger()),
            (Notice notice) -> words.line(notice).ifPresent(notices::add),
            WaitListener.silent());
    worker =
        Worker.start(
            WorkerConfig.named(new WorkerId("w1")).withConcurrency(2),
            as("worker"),
            handlers,
            WaitListener.silent());
    await().atMost(PATIENCE).until(() -> run("task", "stats") == ExitCode.DONE);
    lines.clear();
  }

  @AfterEach
  void stop() throws Exception {
    worker.close();
    orchestrator.close();
    handlers.close();
    broker.close();
  }

  private ConnectionSettings as(String user) {
    return ConnectionSettings.of(
        broker.url(), user, broker.credentials().passwordOf(user).orElseThrow());
  }

  private int run(String... args) {
    TestContexts cli = new TestContexts(home, Map.of("QUIVER_URL", broker.url()), PORTUGUESE, "");
    int exit = cli.run(args);
    lines.addAll((cli.out() + cli.err()).lines().toList());
    return exit;
  }

  /** What it says, in one text. */
  private String said(String... args) {
    int before = lines.size();
    int unused = run(args);
    return String.join("\n", lines.subList(before, lines.size()));
  }

  @Test
  void whateverBecomesOfTasksIsToldWithoutAWordOfEnglish() throws Exception {
    assertThat(said("task", "submit", "--wait", "--id", "odd", "calculate.sum", "um"))
        .contains("o número 1 da entrada, \"um\", não é um número");
    assertThat(overTime("slow"))
        .contains("tentativa 1 de 1: além do seu limite de tempo de 300 ms");
    await()
        .atMost(PATIENCE)
        .until(() -> said("task", "status", "slow").contains("além do seu limite de tempo"));
    assertThat(said("task", "dead", "list")).contains("além do seu limite de tempo de 300 ms");

    assertThat(said("task", "pause")).contains("tudo: em pausa");
    assertThat(said("task", "stats")).contains("em pausa: tudo");
    assertThat(said("task", "pause", "--worker", "w1")).contains("worker w1: em pausa");
    assertThat(said("task", "pause", "--type", "hash.sha256")).contains("tipo hash.sha256");
    assertThat(run("task", "pause", "--worker", "a b")).isEqualTo(ExitCode.USAGE);
    run("task", "submit", "--id", "unwanted", "text.uppercase", "a");
    run("task", "submit", "--id", "late", "--deadline", "5s", "text.uppercase", "a");
    await().atMost(PATIENCE).until(() -> said("task", "status", "unwanted").contains("em pausa"));
    run("task", "cancel", "unwanted");
    await()
        .atMost(PATIENCE)
        .until(() -> said("task", "status", "unwanted").contains("cancelada antes de ser"));
    await()
        .atMost(PATIENCE)
        .until(() -> said("task", "status", "late").contains("seu prazo passou antes de ser"));
    run("task", "list");
    assertThat(said("task", "results")).contains("não é um número", "além do seu limite de tempo");
    run("task", "resume");

    Path bytes = Files.write(home.resolve("bytes"), new byte[] {'a', (byte) 0xFF});
    assertThat(said("map", "text.count_words", bytes.toString()))
        .contains("a entrada não é texto UTF-8: byte 0xff");
    assertThat(notices)
        .anyMatch(
            line -> line.equals("tarefa unwanted cancelada: cancelada antes de ser executada"))
        .anyMatch(line -> line.startsWith("tarefa late expirada: seu prazo passou"));
    broker.close();
    await()
        .atMost(PATIENCE)
        .until(() -> notices.stream().anyMatch(line -> line.startsWith("sem o broker")));

    lines.addAll(notices);
    Set<String> english = new TreeSet<>();
    for (Class<?> each : SPEAKERS) {
      english.addAll(phrases(each));
    }
    assertThat(english).contains("over its time limit of ", "cancelled before it was executed");
    assertThat(lines).allSatisfy(line -> assertThat(english).noneMatch(line::contains));
  }

  private String overTime(String id) {
    return said(
        "task",
        "submit",
        "--wait",
        "--id",
        id,
        "--timeout",
        "300ms",
        "--retries",
        "0",
        "demo.sleep",
        "60000");
  }

  /** The words between the places of English texts, as far as the Portuguese ones lack them. */
  private static Set<String> phrases(Class<?> speaker) {
    ResourceBundle english = bundle(speaker, Locale.ROOT);
    ResourceBundle portuguese = bundle(speaker, PORTUGUESE);
    Set<String> phrases = new TreeSet<>();
    for (String key : english.keySet()) {
      for (String phrase : english.getString(key).split("\\{[^}]*}")) {
        if (phrase.strip().contains(" ") && !portuguese.getString(key).contains(phrase)) {
          phrases.add(phrase);
        }
      }
    }
    return phrases;
  }

  private static ResourceBundle bundle(Class<?> speaker, Locale locale) {
    return ResourceBundle.getBundle(
        speaker.getPackageName() + ".messages",
        locale,
        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  }
}
