package dev.quiver.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.broker.Role;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.messaging.presence.PresenceBrowser;
import dev.quiver.messaging.presence.PresenceKind;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import dev.quiver.tasks.client.ClientListener;
import dev.quiver.tasks.client.Destination;
import dev.quiver.tasks.client.TaskClient;
import dev.quiver.tasks.client.TaskClientConfig;
import dev.quiver.tasks.client.UnknownTypeException;
import dev.quiver.tasks.handler.HandlerRegistry;
import dev.quiver.tasks.handler.builtin.BuiltInHandlers;
import dev.quiver.tasks.handler.builtin.ExecPolicy;
import dev.quiver.tasks.worker.Worker;
import dev.quiver.tasks.worker.WorkerConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The designated broker is a pair, of which one takes over from the other beside the cluster. */
@Timeout(240)
class PairBesideClusterIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final WorkerId WORKER = new WorkerId("w1");

  @TempDir private Path folder;
  private SeveralBrokers brokers;
  private HandlerRegistry handlers;
  private Worker worker;

  @BeforeEach
  void start() throws Exception {
    brokers = SeveralBrokers.withPair(folder);
    handlers = HandlerRegistry.builder().addAll(BuiltInHandlers.of(ExecPolicy.none())).build();
    worker =
        Worker.start(
            WorkerConfig.named(WORKER).withConcurrency(2),
            brokers.router(Role.WORKER),
            handlers,
            WaitListener.silent());
  }

  @AfterEach
  void stop() throws Exception {
    worker.close();
    handlers.close();
    brokers.close();
  }

  @Test
  void poolsGoOnAndPresenceAndCancelsAreWithWhoeverServes() throws Exception {
    try (TaskClient client =
        TaskClient.connect(
            brokers.router(Role.CLIENT), TaskClientConfig.of("c1"), ClientListener.NONE)) {
      await()
          .atMost(PATIENCE)
          .ignoreException(UnknownTypeException.class)
          .untilAsserted(() -> assertThat(sum(client, "before")).isEqualTo("6"));

      brokers.stopPrimary();
      assertThat(sum(client, "during")).isEqualTo("6");
      await().atMost(PATIENCE).until(brokers::backupServes);
      awaitPresence();

      Task sleeping = task("sleeps", "demo.sleep", "600000");
      CompletableFuture<Outcome> outcome = client.submit(sleeping, Destination.pool());
      await().atMost(PATIENCE).until(() -> worker.status().running() == 1);
      client.cancel(sleeping.id());
      assertThat(outcome.get(90, TimeUnit.SECONDS)).isInstanceOf(Outcome.Cancelled.class);
      assertThat(sum(client, "after")).isEqualTo("6");
    }
  }

  private void awaitPresence() {
    try (Connections connections = Connections.to(brokers.as(Role.ADMIN))) {
      PresenceBrowser browser = new PresenceBrowser(connections.connect(Use.CONSUME));
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(browser.browse(PresenceKind.WORKER, facts -> ""))
                      .extracting(each -> each.id())
                      .containsExactly(WORKER.value()));
    }
  }

  private static String sum(TaskClient client, String id) throws Exception {
    Outcome ended =
        client
            .submit(task(id, "calculate.sum", "1 2 3"), Destination.pool())
            .get(90, TimeUnit.SECONDS);
    return ((Payload.Text) ((Outcome.Succeeded) ended).result()).text();
  }

  private static Task task(String id, String type, String payload) {
    return Task.of(new TaskId(id), new TaskType(type), Payload.of(payload), Instant.now());
  }
}
