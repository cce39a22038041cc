package dev.quiver.orchestrator.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.quiver.broker.Role;
import dev.quiver.broker.UserAdmin;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.NotAuthorisedException;
import dev.quiver.messaging.connection.Use;
import dev.quiver.orchestrator.Notice;
import dev.quiver.orchestrator.ask.OrchestratorClient;
import dev.quiver.orchestrator.ask.RequestRefusedException;
import dev.quiver.orchestrator.ask.ScheduleView;
import dev.quiver.orchestrator.ask.TaskList;
import dev.quiver.orchestrator.ask.TaskQuery;
import dev.quiver.orchestrator.ask.TaskView;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.WorkerId;
import dev.quiver.tasks.client.Destination;
import dev.quiver.tasks.client.Results;
import dev.quiver.tasks.client.TaskClient;
import dev.quiver.tasks.client.TaskClientConfig;
import dev.quiver.tasks.client.UnknownTypeException;
import dev.quiver.tasks.wire.Spool;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people ask of an orchestrator, and tell it. */
class ControlIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void statusListsAndFiguresAreKnownAlsoAfterAFailover() throws Exception {
    try (OrchestratorPlatform platform = new OrchestratorPlatform(folder);
        OrchestratorClient admin = OrchestratorClient.connect(platform.broker.as("admin"));
        OrchestratorClient client = OrchestratorClient.connect(platform.broker.as("client"))) {
      platform.orchestrator("A");
      platform.worker("w1", 2, new EchoHandler("test.echo"));
      await().until(() -> platform.said("A", Notice.StartedAsPrimary.class));
      platform.orchestrator("B");
      await().until(() -> platform.said("A", Notice.BackupInStep.class));
      Task task = platform.task("test.echo", "hello");
      platform.client().submit(task, Destination.orchestrator()).get(20, TimeUnit.SECONDS);

      await()
          .untilAsserted(() -> assertThat(client.status(task.id()).state()).isEqualTo("succeeded"));
      platform.roles.get("A").close();
      await().until(() -> platform.said("B", Notice.TakingOver.class));

      TaskView view = client.status(task.id());
      assertThat(view.state()).isEqualTo("succeeded");
      assertThat(view.worker()).isEqualTo("w1");
      assertThat(view.result()).isEqualTo("hello");
      assertThat(admin.status(task.id())).isEqualTo(view);
      assertThat(client.status(new TaskId("neverthere")).isKnown()).isFalse();
      assertThat(
              client
                  .list(new TaskQuery("succeeded", "test.echo", "w1", null, null, -1, 10))
                  .tasks())
          .containsExactly(view);
      assertThat(client.list(new TaskQuery("failed", null, null, null, null, -1, 10)).total())
          .isZero();
      assertThat(admin.statistics().counts()).containsEntry("succeeded", 1L);
      assertThat(admin.statistics().leader()).isEqualTo("B");
    }
  }

  @Test
  void aPausedTypeWaitsWhileOthersGoOnAndGoesOnWhenResumed() throws Exception {
    try (OrchestratorPlatform platform = new OrchestratorPlatform(folder);
        OrchestratorClient admin = OrchestratorClient.connect(platform.broker.as("admin"))) {
      platform.orchestrator("A");
      platform.worker("w1", 2, new EchoHandler("test.echo"), new EchoHandler("test.other"));
      admin.pause("type/test.echo");
      Task paused = platform.task("test.echo", "later");
      CompletableFuture<Outcome> waiting =
          platform.client().submit(paused, Destination.orchestrator());
      platform
          .client()
          .submit(platform.task("test.other", "now"), Destination.orchestrator())
          .get(20, TimeUnit.SECONDS);

      assertThat(waiting).isNotDone();
      await()
          .untilAsserted(
              () -> assertThat(admin.status(paused.id()).waitsFor()).isEqualTo("resume"));
      assertThat(admin.statistics().paused()).containsExactly("type/test.echo");

      // A pause is durable: the next leader knows it.
      platform.roles.get("A").close();
      platform.orchestrator("B");
      await().until(() -> platform.said("B", Notice.StartedAsPrimary.class));
      assertThat(waiting).isNotDone();
      admin.resume("type/test.echo");
      assertThat(waiting.get(20, TimeUnit.SECONDS)).isInstanceOf(Outcome.Succeeded.class);
    }
  }

  @Test
  void aTypeWhoseWorkersAreAwayDelaysNobodyAndItsTasksCanBeCancelled() throws Exception {
    try (OrchestratorPlatform platform = new OrchestratorPlatform(folder);
        OrchestratorClient admin = OrchestratorClient.connect(platform.broker.as("admin"))) {
      platform.orchestrator("A");
      platform.worker("away", 1, new EchoHandler("test.away")).close();
      platform.worker("w1", 1, new EchoHandler("test.echo"));
      List<CompletableFuture<Outcome>> waiting = new ArrayList<>();
      Task first = platform.task("test.away", "x");
      waiting.add(platform.client().start(first, Destination.orchestrator()).outcome());
      Task behind = platform.task("test.away", "behind");
      waiting.add(platform.client().start(behind, Destination.orchestrator()).outcome());
      for (int i = 0; i < 3000; i++) {
        waiting.add(
            platform
                .client()
                .start(platform.task("test.away", "x" + i), Destination.orchestrator())
                .outcome());
      }
      Outcome served =
          platform
              .client()
              .submit(platform.task("test.echo", "served"), Destination.orchestrator())
              .get(20, TimeUnit.SECONDS);

      assertThat(served).isInstanceOf(Outcome.Succeeded.class);
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> {
                TaskView view = admin.status(first.id());
                assertThat(view.state()).isEqualTo("waiting");
                assertThat(view.waitsFor()).isEqualTo("worker");
                assertThat(view.waitsSince()).isNotNull();
              });
      // What the leader has just looked at and gives back is not in its queue for an instant.
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(
                          admin
                              .list(new TaskQuery("waiting", null, null, null, null, -1, 100))
                              .tasks())
                      .hasSize(100));
      assertListsWhatWaits(platform, admin);
      // What somebody else cancels stays, and does not hide what lies behind it.
      String url = platform.broker.broker().url();
      try (TaskClient eve =
          TaskClient.connect(
              ConnectionSettings.of(url, "eve", "a-secret-of-hers"), TaskClientConfig.of("eve"))) {
        eve.cancel(first.id());
      }
      platform.client().cancel(behind.id());
      assertThat(waiting.get(1).get(60, TimeUnit.SECONDS)).isInstanceOf(Outcome.Cancelled.class);
      assertThat(waiting.get(0).isDone()).isFalse();
      platform.client().cancel(first.id());
      assertThat(waiting.get(0).get(60, TimeUnit.SECONDS)).isInstanceOf(Outcome.Cancelled.class);
      assertThat(waiting.stream().filter(CompletableFuture::isDone)).hasSize(2);

      platform.worker("w2", 4, new EchoHandler("test.away"));
      for (CompletableFuture<Outcome> each : waiting) {
        each.get(60, TimeUnit.SECONDS);
      }
    }
  }

  /** The first page has what waits, and its submitter and admins alone see it. */
  private static void assertListsWhatWaits(OrchestratorPlatform platform, OrchestratorClient admin)
      throws Exception {
    String url = platform.broker.broker().url();
    String password = platform.broker.broker().credentials().passwordOf("admin").orElseThrow();
    try (UserAdmin users = UserAdmin.connect(url, "admin", password, "quiver")) {
      users.add("eve", "a-secret-of-hers", Set.of(Role.CLIENT));
    }
    try (OrchestratorClient client = OrchestratorClient.connect(platform.broker.as("client"));
        OrchestratorClient other =
            OrchestratorClient.connect(ConnectionSettings.of(url, "eve", "a-secret-of-hers"))) {
      TaskList all = client.list(new TaskQuery(null, null, null, null, null, -1, 10));
      assertThat(all.tasks())
          .hasSize(10)
          .allSatisfy(
              each -> {
                assertThat(each.state()).isEqualTo("waiting");
                assertThat(each.waitsFor()).isEqualTo("worker");
                assertThat(each.waitsSince()).isNotNull();
              });
      TaskList next = client.list(new TaskQuery(null, null, null, null, null, all.next(), 10));
      assertThat(next.tasks())
          .hasSize(10)
          .allMatch(each -> each.state().equals("waiting"))
          .doesNotContainAnyElementsOf(all.tasks());
      // Of each queue so much is looked at; then comes what was assigned.
      long lastOfThem = TaskList.WAITING + 500;
      TaskList last = client.list(new TaskQuery(null, null, null, null, null, lastOfThem, 10));
      assertThat(last.tasks()).extracting(TaskView::type).containsExactly("test.echo");
      assertThat(last.next()).isNegative();
      assertThat(admin.list(new TaskQuery("waiting", "test.echo", null, null, null, -1, 9)).tasks())
          .isEmpty();
      assertThat(other.list(new TaskQuery(null, null, null, null, null, -1, 10)).tasks()).isEmpty();
    }
  }

  @Test
  void aTaskForAWorkerThatIsAwayIsHeldForIt() throws Exception {
    try (OrchestratorPlatform platform = new OrchestratorPlatform(folder);
        OrchestratorClient admin = OrchestratorClient.connect(platform.broker.as("admin"))) {
      platform.orchestrator("A");
      platform.worker("w1", 1, new EchoHandler("test.echo")).close();
      platform.worker("w2", 1, new EchoHandler("test.echo"));
      Task task = platform.task("test.echo", "for w1");
      CompletableFuture<Outcome> outcome =
          platform.client().submit(task, Destination.worker(new WorkerId("w1")));
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> {
                TaskView view = admin.status(task.id());
                assertThat(view.waitsFor()).isEqualTo("named-worker");
                assertThat(view.worker()).isEqualTo("w1");
                assertThat(admin.statistics().named()).isEqualTo(1);
                assertThat(admin.statistics().waiting()).isEqualTo(1);
                assertThat(admin.statistics().submitted()).isEqualTo(1);
              });
      assertThat(outcome).isNotDone();

      platform.worker("w1", 1, new EchoHandler("test.echo"));
      assertThat(outcome.get(20, TimeUnit.SECONDS).facts().worker()).isEqualTo(new WorkerId("w1"));
    }
  }

  /**
   * Several times: whether one group's fetch met the other's open consumer was a matter of luck.
   */
  @RepeatedTest(4)
  void membersOfAGroupEndInTheOrderInWhichTheyWereSubmitted() throws Exception {
    try (OrchestratorPlatform platform = new OrchestratorPlatform(folder)) {
      platform.orchestrator("A");
      platform.worker("w1", 2, new EchoHandler("test.echo"));
      platform.worker("w2", 2, new EchoHandler("test.echo"));
      List<String> ended = java.util.Collections.synchronizedList(new ArrayList<>());
      List<String> wanted = new ArrayList<>();
      List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        Task plain = platform.task("test.echo", "n" + i);
        Task task =
            new Task(
                plain.id(),
                null,
                plain.type(),
                List.of(),
                plain.payload(),
                plain.taskClass(),
                plain.submittedAt(),
                null,
                null,
                plain.timeout(),
                1,
                "g" + i % 2);
        if (i % 2 == 0) {
          wanted.add(task.id().value());
        }
        outcomes.add(
            platform
                .client()
                .start(task, Destination.orchestrator())
                .outcome()
                .whenComplete(
                    (outcome, failure) -> {
                      if (outcome != null && wanted.contains(task.id().value())) {
                        ended.add(task.id().value());
                      }
                    }));
      }
      for (CompletableFuture<Outcome> each : outcomes) {
        assertThat(each.get(60, TimeUnit.SECONDS)).isInstanceOf(Outcome.Succeeded.class);
      }
      assertThat(ended).containsExactlyElementsOf(wanted);
    }
  }

  @Test
  void aScheduleFiresOnceATimeAlsoAcrossAFailover() throws Exception {
    try (OrchestratorPlatform platform = new OrchestratorPlatform(folder);
        OrchestratorClient admin = OrchestratorClient.connect(platform.broker.as("admin"))) {
      EchoHandler echo = new EchoHandler("test.echo");
      platform.worker("w1", 1, echo);
      platform.orchestrator("A");
      await().until(() -> platform.said("A", Notice.StartedAsPrimary.class));
      platform.orchestrator("B");
      await().until(() -> platform.said("A", Notice.BackupInStep.class));
      admin.schedule(
          new ScheduleView(
              "each-second",
              "* * * * * *",
              "UTC",
              "test.echo",
              List.of(),
              "tick",
              "normal",
              "schedules",
              null,
              null));
      await().atMost(PATIENCE).until(() -> echo.executed.get() >= 2);
      platform.roles.get("A").close();
      await().atMost(PATIENCE).until(() -> platform.said("B", Notice.TakingOver.class));
      int then = echo.executed.get();
      await().atMost(PATIENCE).until(() -> echo.executed.get() >= then + 2);
      assertThat(admin.schedules()).extracting(ScheduleView::name).containsExactly("each-second");
      admin.unschedule("each-second");
      assertThat(admin.schedules()).isEmpty();

      SortedMap<Instant, Integer> due = firings(platform);
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(echo.executed.get()).isEqualTo(due.size()));
      long seconds = Duration.between(due.firstKey(), due.lastKey()).toSeconds() + 1;
      long stoodFor = due.values().stream().mapToLong(Integer::longValue).sum();
      assertThat(stoodFor - due.get(due.firstKey()) + 1)
          .as("each second from the first on has one firing that stands for it: %s", due)
          .isEqualTo(seconds);
    }
  }

  /** When firings were due, and for how many seconds each stands, as the notices said. */
  private static SortedMap<Instant, Integer> firings(OrchestratorPlatform platform) {
    SortedMap<Instant, Integer> due = new TreeMap<>();
    for (List<Notice> said : platform.notices.values()) {
      for (Notice each : said) {
        if (each instanceof Notice.Fired fired) {
          due.put(fired.due(), 1);
        } else if (each instanceof Notice.CaughtUp caught) {
          String second = caught.task().value().replaceAll(".*-", "");
          due.put(Instant.ofEpochSecond(Long.parseLong(second)), caught.missed());
        }
      }
    }
    return due;
  }

  @Test
  void whatWasDueWhileNobodyLedIsOneCatchUpThatIsSaid() throws Exception {
    try (OrchestratorPlatform platform = new OrchestratorPlatform(folder);
        OrchestratorClient admin = OrchestratorClient.connect(platform.broker.as("admin"))) {
      EchoHandler echo = new EchoHandler("test.echo");
      platform.worker("w1", 1, echo);
      platform.orchestrator("A");
      await().atMost(PATIENCE).until(() -> platform.said("A", Notice.StartedAsPrimary.class));
      admin.schedule(eachSecond("test.echo", "tick"));
      await().atMost(PATIENCE).until(() -> echo.executed.get() >= 1);
      platform.roles.get("A").close();
      int before = echo.executed.get();
      Instant gone = Instant.now();
      await()
          .atMost(PATIENCE)
          .until(() -> Duration.between(gone, Instant.now()).compareTo(Duration.ofSeconds(4)) > 0);
      assertThat(echo.executed.get()).isLessThanOrEqualTo(before + 1);

      platform.orchestrator("B");

      await().atMost(PATIENCE).until(() -> platform.said("B", Notice.CaughtUp.class));
      assertThat(platform.notices.get("B"))
          .filteredOn(Notice.CaughtUp.class::isInstance)
          .first()
          .isInstanceOfSatisfying(
              Notice.CaughtUp.class, each -> assertThat(each.missed()).isGreaterThanOrEqualTo(4));
      admin.unschedule("each-second");
    }
  }

  private static ScheduleView eachSecond(String type, String payload) {
    return new ScheduleView(
        "each-second",
        "* * * * * *",
        "UTC",
        type,
        List.of(),
        payload,
        "normal",
        "reports",
        null,
        null);
  }

  @Test
  void theOutcomesOfAScheduleWaitUnderTheNameThatItsOwnerGave() throws Exception {
    try (OrchestratorPlatform platform = new OrchestratorPlatform(folder);
        OrchestratorClient admin = OrchestratorClient.connect(platform.broker.as("admin"));
        Connections connections = Connections.to(platform.broker.as("admin"))) {
      platform.worker("w1", 1, new EchoHandler("test.echo"));
      platform.orchestrator("A");
      await().atMost(PATIENCE).until(() -> platform.said("A", Notice.StartedAsPrimary.class));
      Results results = Results.of(connections.connect(Use.CONSUME), "reports", Spool.defaults());

      admin.schedule(eachSecond("test.echo", "tick"));

      assertThat(admin.schedules()).extracting(ScheduleView::client).containsExactly("reports");
      await().atMost(PATIENCE).until(() -> results.list(10).size() >= 2);
      assertThat(results.list(10)).allMatch(Outcome.Succeeded.class::isInstance);
      admin.unschedule("each-second");
    }
  }

  /** It would end the reign of every leader that fires it. */
  @Test
  void aScheduleThatCouldNotFireIsRefusedAndCounted() throws Exception {
    try (OrchestratorPlatform platform = new OrchestratorPlatform(folder);
        OrchestratorClient admin = OrchestratorClient.connect(platform.broker.as("admin"))) {
      EchoHandler echo = new EchoHandler("test.echo");
      platform.worker("w1", 1, echo);
      platform.orchestrator("A");
      String tooLong = "x".repeat(Payload.MAX_INLINE_CHARS + 1);
      assertThatThrownBy(() -> admin.schedule(eachSecond("test.echo", tooLong)))
          .isInstanceOf(RequestRefusedException.class)
          .hasMessageContaining("characters");
      assertThatThrownBy(() -> admin.schedule(eachSecond("test.never", "tick")))
          .isInstanceOf(UnknownTypeException.class);
      assertThat(admin.schedules()).isEmpty();
      assertThat(platform.roles.get("A").rejections().total()).isEqualTo(2);

      admin.schedule(eachSecond("test.echo", "tick"));
      await().atMost(PATIENCE).until(() -> echo.executed.get() >= 2);
      assertThat(platform.said("A", Notice.LedUntil.class)).isFalse();
    }
  }

  @Test
  void aDrainedWorkerIsGivenNothingMore() throws Exception {
    try (OrchestratorPlatform platform = new OrchestratorPlatform(folder);
        OrchestratorClient admin = OrchestratorClient.connect(platform.broker.as("admin"))) {
      platform.orchestrator("A");
      platform.worker("w1", 1, new EchoHandler("test.echo"));
      platform.worker("w2", 1, new EchoHandler("test.echo"));
      admin.drain("worker/w1");
      List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        outcomes.add(
            platform
                .client()
                .start(platform.task("test.echo", "n" + i), Destination.orchestrator())
                .outcome());
      }
      for (CompletableFuture<Outcome> each : outcomes) {
        assertThat(each.get(60, TimeUnit.SECONDS).facts().worker()).isEqualTo(new WorkerId("w2"));
      }
      await().atMost(PATIENCE).until(() -> platform.said("A", Notice.Drained.class));
      assertThat(admin.statistics().paused()).containsExactly("worker/w1");
    }
  }

  @Test
  void whatMakesNoSenseIsRefusedWithAReason() throws Exception {
    try (OrchestratorPlatform platform = new OrchestratorPlatform(folder);
        OrchestratorClient admin = OrchestratorClient.connect(platform.broker.as("admin"));
        OrchestratorClient client = OrchestratorClient.connect(platform.broker.as("client"))) {
      platform.orchestrator("A");
      await().until(() -> platform.said("A", Notice.StartedAsPrimary.class));

      assertThatThrownBy(() -> admin.pause("the moon"))
          .isInstanceOf(RequestRefusedException.class)
          .hasMessageContaining("the moon");
      assertThatThrownBy(
              () ->
                  admin.schedule(
                      new ScheduleView(
                          "never",
                          "0 0 30 2 *",
                          "UTC",
                          "test.echo",
                          List.of(),
                          "",
                          "normal",
                          "schedules",
                          null,
                          null)))
          .isInstanceOf(RequestRefusedException.class)
          .hasMessageContaining("never fires");
      assertThatThrownBy(() -> client.pause("everything"))
          .isInstanceOf(NotAuthorisedException.class);
      assertThatThrownBy(
              () ->
                  platform
                      .client()
                      .submit(platform.task("test.never", "x"), Destination.orchestrator()))
          .isInstanceOf(UnknownTypeException.class);
    }
  }
}
