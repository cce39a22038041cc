package dev.quiver.orchestrator.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.orchestrator.Notice;
import dev.quiver.orchestrator.OrchestratorConfig;
import dev.quiver.orchestrator.ask.OrchestratorClient;
import dev.quiver.orchestrator.ask.TaskQuery;
import dev.quiver.orchestrator.ask.TaskView;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import dev.quiver.tasks.client.Destination;
import dev.quiver.tasks.handler.TaskContext;
import dev.quiver.tasks.handler.TaskHandler;
import dev.quiver.tasks.handler.TaskInput;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that a worker has and does not end: they cost nobody room, and whoever asks is told. */
@Timeout(180)
class GivenAwayIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  /** Always fails, and knows which tasks it has seen, and the highest attempt. */
  private static final class Failing implements TaskHandler {

    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private volatile int highest;

    @Override
    public Set<TaskType> types() {
      return Set.of(new TaskType("test.fail"));
    }

    @Override
    public synchronized Payload handle(TaskInput input, TaskContext context) throws Exception {
      seen.add(context.taskId().value());
      highest = Math.max(highest, context.attempt());
      throw new IllegalStateException("always");
    }
  }

  @Test
  void tasksThatAreToBeTriedAgainTakeNoRoomFromOthers() throws Exception {
    try (OrchestratorPlatform platform = new OrchestratorPlatform(folder)) {
      Failing failing = new Failing();
      platform.orchestrator("A");
      platform.worker("w1", 2, failing, new EchoHandler("test.echo"));
      await().atMost(PATIENCE).until(() -> platform.said("A", Notice.StartedAsPrimary.class));
      int many = 40;
      for (int i = 0; i < many; i++) {
        Task task = platform.task("test.fail", "n" + i, 6, null);
        var unused = platform.client().start(task, Destination.orchestrator());
      }

      await().atMost(PATIENCE).until(() -> failing.seen.size() == many);
      // With its two slots blocked by those that wait, the last would begin after the first ended.
      assertThat(failing.highest).isLessThan(6);
      assertThat(
              platform
                  .client()
                  .submit(platform.task("test.echo", "x"), Destination.orchestrator())
                  .get(60, TimeUnit.SECONDS))
          .isInstanceOf(Outcome.Succeeded.class);
    }
  }

  @Test
  void whatWasTakenBackFromAWorkerThatIsGoneWaitsAndWhoeverAsksIsToldForWhat() throws Exception {
    try (OrchestratorPlatform platform = new OrchestratorPlatform(folder);
        OrchestratorClient asking = OrchestratorClient.connect(platform.broker.as("admin"))) {
      HangingHandler hanging = new HangingHandler("test.hang");
      platform.orchestrator("A");
      var gone = platform.worker("w1", 1, hanging);
      List<Task> tasks = new ArrayList<>();
      List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        Task task = platform.task("test.hang", "n" + i);
        tasks.add(task);
        outcomes.add(platform.client().submit(task, Destination.orchestrator()));
      }
      await()
          .atMost(PATIENCE)
          .until(() -> asking.list(inState("assigned")).total() == tasks.size());
      platform.worker("w2", 1, new EchoHandler("test.echo"));
      gone.drain(Duration.ZERO);

      for (Task each : tasks) {
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () -> {
                  TaskView view = asking.status(each.id());
                  assertThat(view.state()).isEqualTo(TaskView.WAITING);
                  assertThat(view.waitsFor()).isEqualTo("worker");
                });
      }
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(asking.list(inState(TaskView.WAITING)).total()).isEqualTo(2);
                assertThat(asking.list(inState("assigned")).total()).isZero();
                assertThat(asking.list(inState(null)).total()).isEqualTo(2);
                assertThat(asking.statistics().waiting()).isEqualTo(2);
                assertThat(asking.statistics().submitted()).isEqualTo(2);
              });

      platform.worker("w3", 1, new EchoHandler("test.hang"));
      for (CompletableFuture<Outcome> each : outcomes) {
        assertThat(each.get(60, TimeUnit.SECONDS)).isInstanceOf(Outcome.Succeeded.class);
      }
    }
  }

  @Test
  void whatADrainedWorkerHasAndHasNotBegunIsMovedToAnother() throws Exception {
    try (OrchestratorPlatform platform = new OrchestratorPlatform(folder);
        OrchestratorClient admin = OrchestratorClient.connect(platform.broker.as("admin"))) {
      int many = 6;
      HangingHandler hanging = new HangingHandler("test.hang");
      platform.orchestrator(
          platform
              .config("A")
              .withCore(
                  OrchestratorConfig.defaults()
                      .withAhead(Duration.ofMillis(100), many - 1, many - 1)));
      platform.worker("w1", 1, hanging);
      List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        outcomes.add(
            platform
                .client()
                .submit(platform.task("test.hang", "n" + i), Destination.orchestrator()));
      }
      await().atMost(PATIENCE).until(() -> platform.depth("tasks.assigned.w1") == many);
      await().atMost(PATIENCE).until(() -> hanging.started.get() == 1);
      EchoHandler echo = new EchoHandler("test.hang");
      platform.worker("w2", 1, echo);

      admin.drain("worker/w1");

      await().atMost(PATIENCE).until(() -> echo.executed.get() == many - 1);
      assertThat(outcomes.get(0)).as("what it has begun stays with it").isNotDone();
      assertThat(platform.said("A", Notice.Drained.class)).isFalse();
      for (CompletableFuture<Outcome> each : outcomes.subList(1, many)) {
        assertThat(each.get(60, TimeUnit.SECONDS).facts().worker()).isEqualTo(new WorkerId("w2"));
      }
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(platform.notices.get("A"))
                      .filteredOn(Notice.TaskMoved.class::isInstance)
                      .hasSize(many - 1)
                      .allMatch(
                          each ->
                              each instanceof Notice.TaskMoved moved
                                  && moved.from().equals(new WorkerId("w1"))
                                  && moved.to().equals(new WorkerId("w2"))));
      hanging.open.countDown();
      assertThat(outcomes.get(0).get(60, TimeUnit.SECONDS).facts().worker())
          .isEqualTo(new WorkerId("w1"));
      await().atMost(PATIENCE).until(() -> platform.said("A", Notice.Drained.class));
      assertThat(hanging.started).hasValue(1);
    }
  }

  private static TaskQuery inState(@Nullable String state) {
    return new TaskQuery(state, null, null, null, null, -1, 50);
  }

  @Test
  void aWorkerThatComesBackWithFewerTypesGivesAwayWhatItHasNoHandlerFor() throws Exception {
    try (OrchestratorPlatform platform = new OrchestratorPlatform(folder)) {
      HangingHandler hanging = new HangingHandler("test.hang");
      platform.orchestrator("A");
      var first = platform.worker("w1", 1, hanging, new EchoHandler("test.echo"));
      CompletableFuture<Outcome> hung =
          platform.client().submit(platform.task("test.hang", "x"), Destination.orchestrator());
      await().atMost(PATIENCE).until(() -> hanging.started.get() == 1);
      CompletableFuture<Outcome> behind =
          platform.client().submit(platform.task("test.echo", "y"), Destination.orchestrator());
      await().atMost(PATIENCE).until(() -> platform.depth("tasks.assigned.w1") == 2);
      first.drain(Duration.ZERO);

      platform.worker("w1", 1, new EchoHandler("test.hang"));
      assertThat(hung.get(60, TimeUnit.SECONDS)).isInstanceOf(Outcome.Succeeded.class);
      await().atMost(PATIENCE).until(() -> platform.depth("tasks.assigned.w1") == 0);
      assertThat(behind).isNotDone();

      platform.worker("w2", 1, new EchoHandler("test.echo"));
      assertThat(behind.get(60, TimeUnit.SECONDS)).isInstanceOf(Outcome.Succeeded.class);
    }
  }

  @Test
  void whatGoesThroughThePoolIsFoundThere() throws Exception {
    try (OrchestratorPlatform platform = new OrchestratorPlatform(folder);
        OrchestratorClient asking = OrchestratorClient.connect(platform.broker.as("client"))) {
      platform.orchestrator("A");
      platform.worker("w1", 1, new EchoHandler("test.echo")).drain(Duration.ZERO);
      Payload streamed = Payload.of("z".repeat(200_000));
      Task plain =
          Task.of(new TaskId("streamed-1"), new TaskType("test.echo"), streamed, Instant.now());

      CompletableFuture<Outcome> outcome =
          platform.client().submit(plain, Destination.orchestrator());

      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(asking.status(plain.id()).state()).isEqualTo(TaskView.WAITING);
                assertThat(asking.list(inState(TaskView.WAITING)).total()).isEqualTo(1);
                assertThat(asking.statistics().waiting()).isEqualTo(1);
              });
      platform.worker("w2", 1, new EchoHandler("test.echo"));
      assertThat(outcome.get(60, TimeUnit.SECONDS)).isInstanceOf(Outcome.Succeeded.class);
    }
  }
}
