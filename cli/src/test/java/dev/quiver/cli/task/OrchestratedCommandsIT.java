package dev.quiver.cli.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.broker.BrokerConfig;
import dev.quiver.broker.QuiverBroker;
import dev.quiver.broker.Role;
import dev.quiver.broker.UserAdmin;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.TestContexts;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.orchestrator.ledger.Ledger;
import dev.quiver.orchestrator.ledger.LedgerConfig;
import dev.quiver.orchestrator.shell.OrchestratorRole;
import dev.quiver.orchestrator.shell.RoleConfig;
import dev.quiver.tasks.Payload;
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
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the commands about tasks say where an orchestrator leads, all on one broker, with the
 * orchestrator and a worker within this process.
 */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class OrchestratedCommandsIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Locale PORTUGUESE = Locale.forLanguageTag("pt");
  private static final String SECRET = "a-secret-of-hers";

  @TempDir private static Path home;
  private QuiverBroker broker;
  private HandlerRegistry handlers;
  private OrchestratorRole orchestrator;
  private Worker worker;

  @BeforeAll
  void start() throws Exception {
    broker = QuiverBroker.start(BrokerConfig.in(home.resolve("broker")).withPort(0));
    handlers = HandlerRegistry.builder().addAll(BuiltInHandlers.of(ExecPolicy.none())).build();
    RoleConfig config = RoleConfig.of("A", LedgerConfig.in(home.resolve("ledger")));
    orchestrator =
        OrchestratorRole.start(
            config,
            as("orchestrator"),
            Ledger.open(config.ledger()),
            notice -> {},
            WaitListener.silent());
    worker = worker("w1");
    worker("gone").close();
    try (UserAdmin users =
        UserAdmin.connect(broker.url(), "admin", passwordOf("admin"), "quiver")) {
      users.add("maria", SECRET, Set.of(Role.CLIENT));
    }
    await().atMost(PATIENCE).until(() -> run("task", "stats").exit == ExitCode.DONE);
  }

  @AfterAll
  void stop() throws Exception {
    worker.close();
    orchestrator.close();
    handlers.close();
    broker.close();
  }

  /** Whatever a test that failed has paused. */
  @AfterEach
  void resume() {
    run("task", "resume", "--worker", "w1");
    run("task", "resume", "--type", "text.uppercase");
    run("task", "resume");
  }

  private Worker worker(String id) throws InterruptedException {
    return Worker.start(
        WorkerConfig.named(new WorkerId(id)).withConcurrency(2),
        as("worker"),
        handlers,
        WaitListener.silent());
  }

  private ConnectionSettings as(String user) {
    return ConnectionSettings.of(broker.url(), user, passwordOf(user));
  }

  private String passwordOf(String user) {
    return broker.credentials().passwordOf(user).orElseThrow();
  }

  private record Said(int exit, String out, String err) {}

  private Said run(String... args) {
    return run(Locale.ENGLISH, Map.of(), "", args);
  }

  private Said run(Locale locale, Map<String, String> more, String in, String... args) {
    Map<String, String> environment = new java.util.HashMap<>(more);
    environment.put("QUIVER_URL", broker.url());
    TestContexts cli = new TestContexts(home, environment, locale, in);
    int exit = cli.run(args);
    return new Said(exit, cli.out(), cli.err());
  }

  private Said asMaria(String... args) throws Exception {
    Path file = Files.writeString(home.resolve("maria.password"), SECRET + "\n");
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--user", "maria", "--password-file", file.toString()));
    return run(all.toArray(String[]::new));
  }

  private String done(String... args) {
    Said said = run(args);
    assertThat(said.exit).as(said.out + said.err).isEqualTo(ExitCode.DONE);
    return said.out;
  }

  @Test
  void aStatusThatIsWatchedEndsWithTheTask() {
    done("task", "submit", "--id", "watched", "demo.sleep", "700");

    String told = done("task", "status", "watched", "--watch");

    assertThat(told.lines().toList()).last().asString().contains("watched", "succeeded", "w1");
    assertThat(done("task", "status", "watched", "--json")).contains("\"state\":\"succeeded\"");
  }

  @Test
  void aCancelSaysWhenThereIsNothingToCancel() {
    done("task", "submit", "--wait", "--id", "ended", "hash.sha256", "a");
    await().atMost(PATIENCE).until(() -> run("task", "status", "ended").out.contains("succeeded"));

    Said late = run("task", "cancel", "ended");
    assertThat(late.exit).isEqualTo(ExitCode.WORK_FAILED);
    assertThat(late.err).contains("has ended already (succeeded)");
    assertThat(run("task", "cancel", "no-such-task").err)
        .containsAnyOf("knows no task no-such-task", "no-such-task is being cancelled");
  }

  @Test
  void whatWaitsIsListedPageAfterPageAndItsOwnerAloneCancelsIt() throws Exception {
    done("task", "pause", "--type", "text.uppercase");
    try {
      for (int i = 1; i <= 5; i++) {
        done("task", "submit", "--id", "page-" + i, "--batch", "pages", "text.uppercase", "a");
      }
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  done("task", "list", "--batch", "pages", "--json").lines().count() == 5
                      && done("task", "status", "page-1").contains("it is paused"));

      Said first = run("task", "list", "--batch", "pages", "--limit", "2");
      assertThat(first.out).contains("page-1", "page-2", "it is paused").doesNotContain("page-3");
      assertThat(first.err).contains("2 of 5", "More with --from w2.");
      Said second = run("task", "list", "--batch", "pages", "--limit", "2", "--from", "w2");
      assertThat(second.out).contains("page-3", "page-4").doesNotContain("page-2", "page-5");
      assertThat(second.err).contains("More with --from w4.");
      Said last = run("task", "list", "--batch", "pages", "--limit", "2", "--from", "w4");
      assertThat(last.out).contains("page-5").doesNotContain("page-4");
      assertThat(last.err).doesNotContain("More with");
      assertThat(done("task", "list", "--state", "WAITING", "--type", "text.uppercase"))
          .contains("page-1", "page-5");
      assertThat(done("task", "list", "--batch", "pages", "--state", "failed"))
          .contains("No tasks fit.");

      assertThat(asMaria("task", "list", "--batch", "pages").out).contains("No tasks fit.");
      assertThat(asMaria("task", "status", "page-1").exit).isEqualTo(ExitCode.WORK_FAILED);
      done("task", "cancel", "page-2");
      await().atMost(PATIENCE).until(() -> done("task", "status", "page-2").contains("cancelled"));
      asMaria("task", "cancel", "page-1");
      assertThat(done("task", "status", "page-1")).contains("it is paused");
    } finally {
      done("task", "resume", "--type", "text.uppercase");
    }
    await().atMost(PATIENCE).until(() -> done("task", "status", "page-1").contains("succeeded"));
  }

  @Test
  void aWorkerThatIsPausedOrDrainedGetsNothingUntilItIsResumed() {
    for (String way : List.of("pause", "drain")) {
      done("task", way, "--worker", "w1");
      String id = "while-" + way;
      done("task", "submit", "--id", id, "hash.sha256", "a");
      assertThat(done("task", "stats")).contains("paused: worker w1");
      // Never that nobody knows it, also while the leader has it in hand.
      await().atMost(PATIENCE).until(() -> done("task", "status", id).contains("it is paused"));
      done("task", "resume", "--worker", "w1");
      await().atMost(PATIENCE).until(() -> done("task", "status", id).contains("succeeded"));
    }
    done("task", "pause");
    assertThat(done("task", "stats")).contains("paused: everything");
    done("task", "submit", "--id", "while-all", "hash.sha256", "a");
    await()
        .atMost(PATIENCE)
        .until(() -> done("task", "status", "while-all").contains("it is paused"));
    done("task", "resume");
    await().atMost(PATIENCE).until(() -> done("task", "status", "while-all").contains("succeeded"));
    assertThat(run("task", "pause", "--user", "client").exit).isEqualTo(ExitCode.NOT_AUTHORISED);
    assertThat(run("task", "pause", "--worker", "w1", "--type", "exec").exit)
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void whoWantsAWorkerAtOnceIsToldWhenThereIsNone() {
    assertThat(done("task", "submit", "--require-worker", "--wait", "calculate.sum", "1 2"))
        .isEqualTo("3\n");
    Said away = run("task", "submit", "--require-worker", "--worker", "gone", "hash.sha256", "a");
    assertThat(away.exit).isEqualTo(ExitCode.WORK_FAILED);
    assertThat(away.err).contains("Worker gone is not there: nothing was submitted.");
    Said never = run("task", "submit", "--require-worker", "no.such", "a");
    assertThat(never.exit).isEqualTo(ExitCode.WORK_FAILED);
    assertThat(never.err).contains("No worker that is there has the type no.such");
    Said both = run("task", "submit", "--via", "pool", "--worker", "w1", "hash.sha256", "a");
    assertThat(both.exit).isEqualTo(ExitCode.USAGE);
    assertThat(run("task", "submit", "--worker", "nobody", "hash.sha256", "a").err)
        .contains("There is no worker nobody.");
    done("task", "submit", "--worker", "gone", "--id", "for-gone", "hash.sha256", "a");
    await()
        .atMost(PATIENCE)
        .until(() -> done("task", "status", "for-gone").contains("it is held for the worker gone"));
    await()
        .atMost(PATIENCE)
        .until(() -> done("task", "stats").contains("for a worker by name: 1 waiting"));
  }

  @Test
  void ofADelayedTaskNobodySaysThatItIsNotThere() {
    done("task", "submit", "--delay", "1h", "--id", "later", "hash.sha256", "a");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(run("task", "status", "later").out)
                    .startsWith("Task later waits, or was never submitted"));
    assertThat(run("task", "status", "later").exit).isEqualTo(ExitCode.DONE);
  }

  @Test
  void aTaskThatIsNotSeenYetIsWatchedUntilItHasEnded() {
    done("task", "submit", "--delay", "3s", "--id", "soon", "hash.sha256", "a");

    List<String> told = done("task", "status", "soon", "--watch").lines().toList();

    assertThat(told).first().asString().startsWith("Task soon waits, or was never submitted");
    assertThat(told).filteredOn(each -> each.contains("never submitted")).hasSize(1);
    assertThat(told).anyMatch(each -> each.contains("soon") && each.contains("succeeded"));
  }

  @Test
  void schedulesAreAddedListedAndRemovedAndWhatMakesNoSenseIsSaid() {
    done("task", "schedule", "add", "nightly", "0 3 * * *", "hash.sha256", "a", "--zone", "UTC");
    assertThat(done("task", "schedule", "list")).contains("nightly", "0 3 * * *", "T03:00:00Z");
    done("task", "schedule", "remove", "nightly");
    assertThat(done("task", "schedule", "list")).contains("There are no schedules.");

    Said twice = run("task", "schedule", "remove", "nightly");
    assertThat(twice.exit).isEqualTo(ExitCode.WORK_FAILED);
    assertThat(twice.err).contains("There is no schedule nightly");
    Said unserved = run("task", "schedule", "add", "odd", "* * * * *", "no.such", "a");
    assertThat(unserved.exit).isEqualTo(ExitCode.WORK_FAILED);
    assertThat(unserved.err).contains("No worker has ever served the type no.such");
    String tooLong = "x".repeat(Payload.MAX_INLINE_CHARS + 1);
    Said large = run("task", "schedule", "add", "large", "* * * * *", "hash.sha256", tooLong);
    assertThat(large.exit).isEqualTo(ExitCode.USAGE);
    assertThat(large.err).contains("32769 characters");
    Said never =
        run(
            PORTUGUESE,
            Map.of(),
            "",
            "task",
            "schedule",
            "add",
            "never",
            "0 0 30 2 *",
            "hash.sha256");
    assertThat(never.exit).isEqualTo(ExitCode.USAGE);
    assertThat(never.err).contains("nunca");
    assertThat(done("task", "schedule", "list")).contains("There are no schedules.");
  }

  @Test
  void figuresSayHowManyWereSubmittedWaitAndRun() {
    done("task", "submit", "--id", "counted", "demo.sleep", "3000");
    await().atMost(PATIENCE).until(() -> done("task", "stats", "--json").contains("\"running\":1"));
    String words = done("task", "stats");
    assertThat(words).contains("Orchestrator A leads (epoch 1).", "submitted:", "1 running");
    assertThat(run(PORTUGUESE, Map.of(), "", "task", "stats").out).contains("em execução");
  }

  @Test
  void aListThatCannotBeIsRefusedInTheReadersLanguage() {
    for (List<String> odd :
        List.of(
            List.of("--limit", "0"),
            List.of("--state", "lost"),
            List.of("--from", "w", "--json"))) {
      List<String> command = new ArrayList<>(List.of("task", "list"));
      command.addAll(odd);
      Said said = run(PORTUGUESE, Map.of(), "", command.toArray(String[]::new));
      assertThat(said.exit).as(odd.toString()).isEqualTo(ExitCode.USAGE);
      assertThat(said.err).containsAnyOf("uma página", "não existe", "não é o início");
    }
  }

  @Test
  void theMenuLetsInWhomTheBrokerLetsInAndSaysWhyItDoesNot() {
    Said in =
        run(
            Locale.ENGLISH,
            Map.of(),
            "maria\nwrong\nnobody\nx\nmaria\n"
                + SECRET
                + "\n1\ntext.lowercase\nABC\n3\n9\n2\n\n0\n",
            "task",
            "menu");
    assertThat(in.exit).isEqualTo(ExitCode.DONE);
    assertThat(in.err)
        .contains("The broker does not let \"maria\" in", "The broker does not let \"nobody\" in")
        .contains("Welcome, maria.", "There is no \"9\" on the menu", "Goodbye.");
    assertThat(in.out).contains("was accepted.", "text.lowercase", "1 of 1");

    Said out =
        run(Locale.ENGLISH, Map.of(), "maria\n1\nmaria\n2\nmaria\n3\nmaria\n4\n", "task", "menu");
    assertThat(out.exit).isEqualTo(ExitCode.NOT_AUTHORISED);
    assertThat(out.err).doesNotContain("Welcome");
  }
}
