package dev.quiver.orchestrator.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.orchestrator.ask.OrchestratorClient;
import dev.quiver.orchestrator.ask.Statistics;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.client.Destination;
import dev.quiver.tasks.client.TaskClient;
import dev.quiver.tasks.client.TaskClientConfig;
import dev.quiver.tasks.client.TaskListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A million tasks wait for a type whose worker is away; those of another type, submitted behind
 * them, are served as if they were alone, also by a leader that has just taken over.
 */
@Tag("long")
@Timeout(600)
class MillionWaitingIT {

  private static final int WAITING = 1_000_000;
  private static final int PART = 50_000;
  private static final int SERVED = 200;

  @TempDir Path folder;

  @Test
  void aTypeWithoutWorkersDelaysNoOther() throws Exception {
    try (OrchestratorPlatform platform = new OrchestratorPlatform(folder);
        OrchestratorClient admin = OrchestratorClient.connect(platform.broker.as("admin"))) {
      platform.orchestrator("A");
      platform.worker("away", 1, new EchoHandler("test.away")).close();
      platform.worker("w1", 2, new EchoHandler("test.echo"));
      for (int i = 0; i < WAITING / PART; i++) {
        submitPart(platform);
      }

      assertServed(platform);
      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .untilAsserted(
              () -> {
                Statistics.TypeFigures away =
                    admin.statistics().types().stream()
                        .filter(each -> each.type().equals("test.away"))
                        .findFirst()
                        .orElseThrow();
                assertThat(away.waiting()).isEqualTo(WAITING);
                assertThat(away.withoutWorkerSince()).isNotNull();
              });

      platform.roles.get("A").close();
      platform.orchestrator("B");
      assertServed(platform);
    }
  }

  private static void submitPart(OrchestratorPlatform platform) throws InterruptedException {
    CountDownLatch accepted = new CountDownLatch(PART);
    TaskListener counting =
        new TaskListener() {
          @Override
          public void accepted(Task task, boolean knownBefore) {
            accepted.countDown();
          }

          @Override
          public void refused(Task task, QuiverMessagingException why) {
            throw why;
          }
        };
    // A client of its own each time: it remembers what is outstanding.
    try (TaskClient client =
        TaskClient.connect(
            platform.broker.as("client"),
            TaskClientConfig.of("many").keeping().withMaxInFlight(PART))) {
      for (int i = 0; i < PART; i++) {
        client.submit(platform.task("test.away", "x"), Destination.orchestrator(), counting);
      }
      assertThat(accepted.await(120, TimeUnit.SECONDS)).as("all accepted").isTrue();
    }
  }

  private static void assertServed(OrchestratorPlatform platform) throws Exception {
    for (int i = 0; i < SERVED; i++) {
      Outcome outcome =
          platform
              .client()
              .submit(platform.task("test.echo", "served"), Destination.orchestrator())
              .get(60, TimeUnit.SECONDS);
      assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
    }
  }
}
