package dev.quiver.tasks.worker;

import static dev.quiver.tasks.worker.Sample.task;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workers as processes that are killed as kill -9 does, or that a task halts. */
@Tag("long")
@Tag("kill")
@Timeout(300)
class WorkerKillIT {

  private static final int TASKS = 4000;

  private WorkerPlatform platform;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    platform = new WorkerPlatform(folder);
    // Makes the pools, so that tasks can be submitted before a process is up.
    platform.worker("W-0", 1).close();
  }

  @AfterEach
  void stop() {
    platform.close();
  }

  private static List<Task> tasks() {
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < TASKS; i++) {
      tasks.add(task("t-" + i, TestHandler.SLEEP, "1"));
    }
    return tasks;
  }

  private static void awaitOutcomes(RawClient client, int count) {
    await()
        .atMost(Duration.ofSeconds(200))
        .pollInterval(Duration.ofMillis(300))
        .until(() -> client.outcomes().size() >= count);
  }

  @Test
  void everyTaskEndsOnceThoughWorkersAreKilled() throws Exception {
    ConnectionSettings settings = platform.broker.as("worker");
    List<Task> tasks = tasks();
    try (RawClient client = new RawClient(platform.broker.as("client"), "raw");
        WorkerProcess stays = WorkerProcess.start(settings, "W-1", 2)) {
      client.submit(tasks);
      for (int kill = 1; kill <= 3; kill++) {
        try (WorkerProcess dies = WorkerProcess.start(settings, "W-dies-" + kill, 2)) {
          awaitOutcomes(client, kill * 700);
          awaitOutcomeOf(client, "W-dies-" + kill);
          dies.kill();
        }
      }
      awaitOutcomes(client, TASKS);
      OutcomeChecker check = OutcomeChecker.check(tasks, client.outcomes());
      assertThat(check.holds()).as("%s", check).isTrue();
      assertThat(stays.isAlive()).isTrue();
      assertThat(client.outcomes().values())
          .allMatch(each -> each.get(0) instanceof Outcome.Succeeded);
    }
  }

  private static void awaitOutcomeOf(RawClient client, String worker) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                client.outcomes().values().stream()
                    .anyMatch(each -> String.valueOf(each.get(0).facts().worker()).equals(worker)));
  }

  @Test
  void theCheckerFindsWhatACarelessWorkerLoses() throws Exception {
    List<Task> tasks = tasks();
    try (RawClient client = new RawClient(platform.broker.as("client"), "raw");
        WorkerProcess careless =
            WorkerProcess.startCareless(platform.broker.as("worker"), "W-careless")) {
      client.submit(tasks);
      awaitOutcomes(client, 100);
      careless.kill();
      platform.worker("W-1", 2);
      await()
          .atMost(Duration.ofSeconds(100))
          .until(() -> platform.depth("tasks.pool.test.sleep") == 0);
      OutcomeChecker check = OutcomeChecker.check(tasks, client.outcomes());
      assertThat(check.lost()).isNotEmpty();
      assertThat(check.doubled()).isEmpty();
    }
  }

  @Test
  void aTaskThatKillsItsWorkersDiesAloneAndItsNeighboursAreNotBlamed() throws Exception {
    ConnectionSettings settings = platform.broker.as("worker");
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      tasks.add(task("a-" + i, TestHandler.SLEEP, "5"));
    }
    tasks.add(task("poison", TestHandler.HALT, "x", 2, null, null, null));
    for (int i = 0; i < 30; i++) {
      tasks.add(task("b-" + i, TestHandler.ECHO, "x"));
    }
    int deaths = 0;
    try (RawClient client = new RawClient(platform.broker.as("client"), "raw")) {
      client.submit(tasks);
      while (client.outcomes().size() < tasks.size()) {
        assertThat(deaths).as("workers that died").isLessThanOrEqualTo(3);
        try (WorkerProcess worker = WorkerProcess.start(settings, "W-" + deaths, 2)) {
          await()
              .atMost(Duration.ofSeconds(60))
              .until(() -> !worker.isAlive() || client.outcomes().size() == tasks.size());
          deaths += worker.isAlive() ? 0 : 1;
        }
      }
      Map<String, List<Outcome>> outcomes = client.outcomes();
      assertThat(OutcomeChecker.check(tasks, outcomes).holds()).isTrue();
      List<Outcome> poison = requireNonNull(outcomes.remove("poison"));
      assertThat(poison.get(0))
          .isInstanceOfSatisfying(
              Outcome.Dead.class, dead -> assertThat(dead.reason()).contains("died"));
      assertThat(outcomes.values()).allMatch(each -> each.get(0) instanceof Outcome.Succeeded);
    }
    // Once among others, then twice alone: both its attempts.
    assertThat(deaths).isEqualTo(3);
    assertThat(platform.depth("tasks.dead")).isEqualTo(1);
  }

  @Test
  void aLargeTextIsReadInASmallHeap() throws Exception {
    try (WorkerProcess worker = WorkerProcess.start(platform.broker.as("worker"), "W-1", 2);
        RawClient client = new RawClient(platform.broker.as("client"), "raw")) {
      List<Task> tasks = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        tasks.add(Sample.streamed("big-" + i, TestHandler.COUNT, 30 * 1024 * 1024));
      }
      client.submit(tasks);
      awaitOutcomes(client, tasks.size());
      assertThat(client.outcomes().values())
          .allMatch(each -> WorkerPlatform.text(each.get(0)).equals("31457280"));
      assertThat(worker.isAlive()).isTrue();
    }
  }
}
