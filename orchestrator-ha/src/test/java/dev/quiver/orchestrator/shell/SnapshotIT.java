package dev.quiver.orchestrator.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.orchestrator.Notice;
import dev.quiver.orchestrator.ask.OrchestratorClient;
import dev.quiver.orchestrator.ask.TaskQuery;
import dev.quiver.orchestrator.ask.TaskView;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.client.Destination;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An orchestrator that comes later than the tasks knows them all the same. */
class SnapshotIT {

  private static final int TASKS = 700;

  @TempDir Path folder;

  @Test
  void aNewReplicaKnowsWhatHappenedBeforeItCame() throws Exception {
    try (OrchestratorPlatform platform = new OrchestratorPlatform(folder);
        OrchestratorClient admin = OrchestratorClient.connect(platform.broker.as("admin"))) {
      platform.orchestrator("A");
      platform.worker("w1", 2, new EchoHandler("test.echo"));
      List<Task> tasks = new ArrayList<>();
      for (int i = 0; i < TASKS; i++) {
        Task task = platform.task("test.echo", "n" + i);
        tasks.add(task);
        var outcome = platform.client().start(task, Destination.orchestrator()).outcome();
        if (i == TASKS - 1) {
          var unused = outcome.get(60, TimeUnit.SECONDS);
        }
      }
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> admin.list(all("succeeded")).total() == TASKS);
      TaskView before = admin.status(tasks.get(0).id());

      platform.orchestrator("B");
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> platform.said("A", Notice.BackupInStep.class));
      platform.roles.get("A").close();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> platform.said("B", Notice.TakingOver.class));

      assertThat(admin.list(all(null)).total()).isEqualTo(TASKS);
      assertThat(admin.status(tasks.get(0).id())).isEqualTo(before);
    }
  }

  private static TaskQuery all(@Nullable String state) {
    return new TaskQuery(state, null, null, null, null, -1, 1);
  }
}
