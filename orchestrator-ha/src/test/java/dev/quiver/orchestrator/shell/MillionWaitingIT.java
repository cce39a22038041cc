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
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A million tasks wait for a type whose worker is away, and beside them many of a type that is
 * paused and of one whose worker does not get on. Those of another type, submitted behind them, are
 * served while all of them wait, also by a leader that has just taken over.
 */
@Tag("long")
@Timeout(900)
class MillionWaitingIT {

  private static final int WAITING = 1_000_000;
  private static final int PART = 50_000;
  private static final int SERVED = 200;
  private static final String AWAY = "test.away";
  private static final String PAUSED = "test.paused";
  private static final String SLOW = "test.slow";

  @TempDir Path folder;

  @Test
  void aTypeWithoutWorkersPausedOrSlowDelaysNoOther() throws Exception {
    try (OrchestratorPlatform platform = new OrchestratorPlatform(folder);
        OrchestratorClient admin = OrchestratorClient.connect(platform.broker.as("admin"))) {
      platform.orchestrator("A");
      platform.worker("away", 1, new EchoHandler(AWAY)).close();
      platform.worker("slow", 1, new HangingHandler(SLOW));
      EchoHandler paused = new EchoHandler(PAUSED);
      platform.worker("w1", 2, new EchoHandler("test.echo"), paused);
      admin.pause("type/" + PAUSED);
      submitPart(platform, PAUSED);
      submitPart(platform, SLOW);
      for (int i = 0; i < WAITING / PART; i++) {
        submitPart(platform, AWAY);
      }

      assertServed(platform);
      assertAllWait(admin);

      platform.roles.get("A").close();
      platform.orchestrator("B");
      assertServed(platform);
      assertAllWait(admin);
      assertThat(paused.executed).hasValue(0);
    }
  }

  /** Nothing of what waits had to go first; of the slow type its worker has a few. */
  private static void assertAllWait(OrchestratorClient admin) {
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              Map<String, Statistics.TypeFigures> types = new TreeMap<>();
              admin.statistics().types().forEach(each -> types.put(each.type(), each));
              assertThat(types.get(AWAY).waiting()).isEqualTo(WAITING);
              assertThat(types.get(AWAY).withoutWorkerSince()).isNotNull();
              assertThat(types.get(PAUSED).waiting()).isEqualTo(PART);
              assertThat(types.get(SLOW).waiting()).isBetween(PART - 10L, (long) PART);
            });
  }

  private static void submitPart(OrchestratorPlatform platform, String type)
      throws InterruptedException {
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
        client.submit(platform.task(type, "x"), Destination.orchestrator(), counting);
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
