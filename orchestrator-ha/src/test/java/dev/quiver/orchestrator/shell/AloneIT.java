package dev.quiver.orchestrator.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.messaging.Addresses;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Use;
import dev.quiver.orchestrator.Notice;
import dev.quiver.orchestrator.OrchestratorConfig;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.WorkerId;
import dev.quiver.tasks.client.Destination;
import dev.quiver.tasks.wire.Spool;
import dev.quiver.tasks.wire.TaskCodec;
import dev.quiver.tasks.wire.TaskEnvelope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A task that is suspected of killing workers runs alone, and nothing waits for its end. */
@Timeout(180)
class AloneIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void aTaskThatRunsAloneDelaysNoOtherAlsoUnderANewLeader() throws Exception {
    try (OrchestratorPlatform platform = new OrchestratorPlatform(folder)) {
      OrchestratorRole first = platform.orchestrator(config(platform, "A"));
      await().atMost(PATIENCE).until(() -> platform.said("A", Notice.StartedAsPrimary.class));
      platform.orchestrator(config(platform, "B"));
      await().atMost(PATIENCE).until(() -> platform.said("A", Notice.BackupInStep.class));
      HangingHandler hanging = new HangingHandler("test.hang");
      platform.worker("w1", 2, hanging, new EchoHandler("test.echo"));
      platform.worker("w2", 2, new EchoHandler("test.echo"));
      CompletableFuture<Outcome> before = echo(platform, "before");
      assertThat(before.get(60, TimeUnit.SECONDS)).isInstanceOf(Outcome.Succeeded.class);
      sendSuspect(platform);
      await().atMost(PATIENCE).until(() -> hanging.started.get() == 1);

      executeElsewhere(platform);
      first.close();
      await().atMost(PATIENCE).until(() -> platform.said("B", Notice.TakingOver.class));
      executeElsewhere(platform);

      assertThat(platform.depth("tasks.assigned.w1")).as("it still runs").isEqualTo(1);
      assertThat(hanging.started).hasValue(1);
      hanging.open.countDown();
      await().atMost(PATIENCE).until(() -> platform.depth("tasks.assigned.w1") == 0);
    }
  }

  private static RoleConfig config(OrchestratorPlatform platform, String id) {
    return platform
        .config(id)
        .withCore(OrchestratorConfig.defaults().withAhead(Duration.ofMillis(100), 20, 20));
  }

  private static void executeElsewhere(OrchestratorPlatform platform) throws Exception {
    List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      outcomes.add(echo(platform, "n" + i));
    }
    for (CompletableFuture<Outcome> each : outcomes) {
      assertThat(each.get(60, TimeUnit.SECONDS).facts().worker()).isEqualTo(new WorkerId("w2"));
    }
  }

  private static CompletableFuture<Outcome> echo(OrchestratorPlatform platform, String payload)
      throws InterruptedException {
    return platform
        .client()
        .submit(platform.task("test.echo", payload), Destination.orchestrator());
  }

  /** As the orchestrator sends on what was with too many workers that died. */
  private static void sendSuspect(OrchestratorPlatform platform) throws Exception {
    Task task = platform.task("test.hang", "x");
    TaskEnvelope envelope =
        TaskEnvelope.submitted("client", "quiver.tasks.results.client.c1", true).suspected();
    TaskCodec codec = new TaskCodec(Addresses.defaults(), Spool.defaults());
    try (Connections connections = Connections.to(platform.broker.as("worker"));
        var session = connections.connect(Use.PRODUCE).autoCommitSession();
        var producer = session.createProducer("quiver.tasks.submit.test.hang.normal")) {
      producer.send(codec.hop(session::createMessage, task, envelope, null));
    }
  }
}
