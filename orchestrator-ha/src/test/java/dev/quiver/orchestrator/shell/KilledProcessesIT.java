package dev.quiver.orchestrator.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.messaging.BrokerFixture;
import dev.quiver.orchestrator.ask.OrchestratorClient;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.client.ClientListener;
import dev.quiver.tasks.client.Destination;
import dev.quiver.tasks.client.TaskClient;
import dev.quiver.tasks.client.TaskClientConfig;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, real {@code kill -9}, under load: every task has one outcome. */
@Tag("long")
@Tag("kill")
class KilledProcessesIT {

  private static final int TASKS = 6000;

  @TempDir Path folder;

  private final List<Process> children = new ArrayList<>();
  private int started;

  @Test
  void everyTaskHasItsOutcomeThoughLeaderAndWorkersAreKilled() throws Exception {
    SplittableRandom random = new SplittableRandom(1);
    try (BrokerFixture broker = BrokerFixture.in(folder)) {
      Process leader = child(broker, "orchestrator", "A");
      awaitLine("started as primary", 0);
      child(broker, "orchestrator", "B");
      Process worker = child(broker, "worker", "w1");
      child(broker, "worker", "w2");
      awaitLine("ready", 3);
      // One that has heard nothing of the leader when that is killed takes over from nobody.
      awaitLine("started as backup: A leads", 1);
      List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
      try (TaskClient client =
          TaskClient.connect(broker.as("client"), TaskClientConfig.of("c1"), ClientListener.NONE)) {
        for (int i = 0; i < TASKS; i++) {
          Task task =
              Task.of(
                  TaskId.random(random),
                  new TaskType("test.echo"),
                  new Payload.Text("n" + i),
                  Instant.now());
          outcomes.add(client.start(task, Destination.orchestrator()).outcome());
          if (i == TASKS / 4) {
            worker.destroyForcibly();
          } else if (i == TASKS / 2) {
            leader.destroyForcibly();
          }
        }
        for (CompletableFuture<Outcome> each : outcomes) {
          assertThat(each.get(60, TimeUnit.SECONDS)).isInstanceOf(Outcome.Succeeded.class);
        }
      }
      assertThat(Files.readAllLines(log(1)))
          .filteredOn(each -> !each.startsWith("task "))
          .anySatisfy(
              each -> assertThat(each).startsWith("leader A is gone: taking over (epoch 2)"));
      for (String queue : List.of("tasks.assigned.w1", "tasks.assigned.w2", "tasks.dead")) {
        assertThat(broker.depth("quiver." + queue)).as(queue).isZero();
      }
      assertThat(broker.depth("DLQ")).isZero();
      try (OrchestratorClient admin = OrchestratorClient.connect(broker.as("admin"))) {
        await()
            .atMost(Duration.ofSeconds(20))
            .untilAsserted(
                () ->
                    assertThat(admin.statistics().counts())
                        .containsEntry("succeeded", (long) TASKS));
      }
    } finally {
      children.forEach(Process::destroyForcibly);
    }
  }

  private Process child(BrokerFixture broker, String role, String id) throws IOException {
    int number = started++;
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                ChildMain.class.getName(),
                role,
                id,
                broker.broker().url(),
                broker.broker().credentials().passwordOf(role).orElseThrow(),
                folder.resolve("ledger-" + id).toString())
            .redirectErrorStream(true)
            .redirectOutput(log(number).toFile())
            .start();
    children.add(process);
    return process;
  }

  private Path log(int number) {
    return folder.resolve("child-" + number + ".log");
  }

  private void awaitLine(String words, int child) {
    File file = log(child).toFile();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Files.readString(file.toPath()).contains(words));
  }
}
