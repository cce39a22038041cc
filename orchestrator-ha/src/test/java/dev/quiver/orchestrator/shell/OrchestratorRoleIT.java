package dev.quiver.orchestrator.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.orchestrator.Notice;
import dev.quiver.orchestrator.OrchestratorConfig;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.client.Destination;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An orchestrator between a client and workers, on a real broker. */
class OrchestratorRoleIT {

  @TempDir Path folder;

  @Test
  void tasksAreAssignedExecutedAndTheirOutcomesReturn() throws Exception {
    try (OrchestratorPlatform platform = new OrchestratorPlatform(folder)) {
      EchoHandler echo = new EchoHandler("test.echo");
      platform.orchestrator("A");
      platform.worker("w1", 2, echo);
      platform.worker("w2", 2, echo);

      List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        outcomes.add(
            platform
                .client()
                .start(platform.task("test.echo", "n" + i), Destination.orchestrator())
                .outcome());
      }
      for (CompletableFuture<Outcome> each : outcomes) {
        assertThat(each.get(30, TimeUnit.SECONDS)).isInstanceOf(Outcome.Succeeded.class);
      }

      assertThat(echo.executed).hasValue(500);
      assertThat(platform.said("A", Notice.StartedAsPrimary.class)).isTrue();
      for (String queue : List.of("tasks.assigned.w1", "tasks.assigned.w2", "tasks.dead")) {
        assertThat(platform.depth(queue)).as(queue).isZero();
      }
    }
  }

  @Test
  void anotherLeadsWhenTheLeaderIsGoneAndNothingIsLost() throws Exception {
    try (OrchestratorPlatform platform = new OrchestratorPlatform(folder)) {
      EchoHandler echo = new EchoHandler("test.echo");
      platform.orchestrator("A");
      platform.worker("w1", 2, echo);
      await().until(() -> platform.said("A", Notice.StartedAsPrimary.class));
      platform.orchestrator("B");
      await().until(() -> platform.said("B", Notice.StartedAsBackup.class));
      await().until(() -> platform.said("A", Notice.BackupInStep.class));

      List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        outcomes.add(
            platform
                .client()
                .start(platform.task("test.echo", "n" + i), Destination.orchestrator())
                .outcome());
        if (i == 200) {
          platform.roles.get("A").close();
        }
      }
      for (CompletableFuture<Outcome> each : outcomes) {
        assertThat(each.get(30, TimeUnit.SECONDS)).isInstanceOf(Outcome.Succeeded.class);
      }
      await()
          .atMost(Duration.ofSeconds(5))
          .until(() -> platform.said("B", Notice.TakingOver.class));
    }
  }

  @Test
  void aLeaderThatStandsAloneWarnsOnceUntilABackupIsThereAndAgainWhenItHasGone() throws Exception {
    try (OrchestratorPlatform platform = new OrchestratorPlatform(folder)) {
      platform.orchestrator("A");
      awaitSaid(platform, Notice.NoBackup.class, 1);
      OrchestratorRole backup = platform.orchestrator("B");
      awaitSaid(platform, Notice.BackupInStep.class, 1);
      assertThat(count(platform, Notice.NoBackup.class)).isEqualTo(1);
      backup.close();

      awaitSaid(platform, Notice.NoBackup.class, 2);

      assertThat(platform.said("B", Notice.NoBackup.class)).isFalse();
    }
  }

  private static void awaitSaid(
      OrchestratorPlatform platform, Class<? extends Notice> kind, long times) {
    await().atMost(Duration.ofSeconds(60)).until(() -> count(platform, kind) == times);
  }

  /** How often A has said that. */
  private static long count(OrchestratorPlatform platform, Class<? extends Notice> kind) {
    return platform.notices.get("A").stream().filter(kind::isInstance).count();
  }

  @Test
  void tasksOfAWorkerThatEndsInGoodOrderGoToAnotherAndThatIsSaid() throws Exception {
    try (OrchestratorPlatform platform = new OrchestratorPlatform(folder)) {
      HangingHandler hanging = new HangingHandler("test.hang");
      EchoHandler echo = new EchoHandler("test.hang");
      // Far longer than the test: what is moved was moved because the worker said that it ends.
      platform.orchestrator(
          platform
              .config("A")
              .withCore(OrchestratorConfig.defaults().withDetectionLimit(Duration.ofMinutes(10))));
      var first = platform.worker("w1", 1, hanging);
      CompletableFuture<Outcome> outcome =
          platform.client().submit(platform.task("test.hang", "x"), Destination.orchestrator());
      await().until(() -> hanging.started.get() == 1);
      platform.worker("w2", 1, echo);
      first.drain(Duration.ZERO);

      assertThat(outcome.get(20, TimeUnit.SECONDS)).isInstanceOf(Outcome.Succeeded.class);
      // What is committed is told a moment later, and the other worker may be faster.
      await().until(() -> platform.said("A", Notice.WorkerEnding.class));
      // Back to where it waits, if nobody has counted yet what the other one has.
      await()
          .until(
              () ->
                  platform.said("A", Notice.TaskMoved.class)
                      || platform.said("A", Notice.TaskReturned.class));
    }
  }
}
