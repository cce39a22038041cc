package dev.quiver.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.quiver.broker.Role;
import dev.quiver.messaging.batch.ExplicitQueues;
import dev.quiver.messaging.codec.TextBody;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.RefusedByBrokerException;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.messaging.presence.PresenceBrowser;
import dev.quiver.messaging.presence.PresenceKind;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskClass;
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
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The client's home is one broker of a cluster, the worker takes from the other one; who is here,
 * and what is cancelled, is on a third.
 */
@Timeout(240)
class ClusterIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int WORKERS = 0;
  private static final int HOME = 1;
  private static final String POOL = "quiver.tasks.pool.calculate.sum";

  @TempDir private Path folder;
  private SeveralBrokers brokers;
  private HandlerRegistry handlers;
  private Worker worker;
  private String clientId;

  @BeforeEach
  void start() throws Exception {
    brokers = SeveralBrokers.with(folder, 2);
    handlers = HandlerRegistry.builder().addAll(BuiltInHandlers.of(ExecPolicy.none())).build();
    worker =
        Worker.start(
            WorkerConfig.named(new WorkerId(brokers.nameAt(WORKERS, "w"))).withConcurrency(2),
            brokers.router(Role.WORKER),
            handlers,
            WaitListener.silent());
    clientId = brokers.nameAt(HOME, "c");
  }

  @AfterEach
  void stop() throws Exception {
    worker.close();
    handlers.close();
    brokers.close();
  }

  @Test
  void whatIsSubmittedAtOneBrokerIsDoneAtAnotherAndItsOutcomeComesBack() throws Exception {
    try (TaskClient client = client()) {
      submitWhenServed(client, sum("first"));
      List<Task> tasks = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        tasks.add(sum("t" + i));
      }
      for (CompletableFuture<Outcome> each : client.submitAll(tasks, Destination.pool())) {
        assertThat(result(each)).isEqualTo("6");
      }
      assertThat(brokers.taken(WORKERS, POOL)).isGreaterThanOrEqualTo(51);
      assertThat(client.outstanding()).isZero();

      byte[] words = "one two ".repeat(50_000).getBytes(StandardCharsets.UTF_8);
      Task large = task("large", "text.count_words", streamed(words));
      assertThat(result(client.submit(large, Destination.pool()))).isEqualTo("100000");

      Task again = sum("first");
      assertThat(client.start(again, Destination.pool()).accepted().get(90, TimeUnit.SECONDS))
          .as("the home remembers what was submitted to it")
          .isFalse();

      assertThatThrownBy(() -> client.submit(grouped(), Destination.pool()))
          .as("the order of a group would be lost")
          .isInstanceOf(RefusedByBrokerException.class)
          .hasMessageContaining("orchestrator");
    }
  }

  @Test
  void whoIsHereAndWhatIsCancelledIsOnTheDesignatedBroker() throws Exception {
    try (TaskClient client = client();
        Connections designated = Connections.to(brokers.as(Role.ADMIN));
        Connections member = Connections.to(brokers.as(Role.ADMIN, WORKERS))) {
      submitWhenServed(client, sum("first"));
      PresenceBrowser here = new PresenceBrowser(designated.connect(Use.CONSUME));
      PresenceBrowser there = new PresenceBrowser(member.connect(Use.CONSUME));
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(here.browse(PresenceKind.WORKER, facts -> ""))
                      .extracting(each -> each.id())
                      .containsExactly(worker.id().value()));
      assertThat(there.browse(PresenceKind.WORKER, facts -> "")).isEmpty();

      Task sleeping = task("sleeps", "demo.sleep", Payload.of("600000"));
      CompletableFuture<Outcome> outcome = client.submit(sleeping, Destination.pool());
      await().atMost(PATIENCE).until(() -> worker.status().running() == 1);
      client.cancel(sleeping.id());
      assertThat(outcome.get(90, TimeUnit.SECONDS)).isInstanceOf(Outcome.Cancelled.class);
    }
  }

  @Test
  void orchestratorsHearWhatBecameOfTasksElsewhere() throws Exception {
    try (Connections designated = Connections.to(brokers.as(Role.ORCHESTRATOR));
        ClientSession session = designated.connect(Use.FENCED).autoCommitSession();
        TaskClient client = client()) {
      String subscription = UUID.randomUUID().toString();
      new ExplicitQueues(session).temporarySubscription("quiver.tasks.events", subscription);
      ClientConsumer events = session.createConsumer(subscription);
      session.start();
      submitWhenServed(client, sum("told"));
      ClientMessage event = events.receive(PATIENCE.toMillis());
      assertThat(event).isNotNull();
      assertThat(TextBody.read(event, 100_000)).contains("\"told\"");
    }
  }

  @Test
  @Tag("long")
  void aBrokerThatWasAwayMissesNothingAndIsMissedByNobodyElse() throws Exception {
    try (TaskClient client = client()) {
      submitWhenServed(client, sum("first"));
      brokers.stop(WORKERS);
      // The worker goes to the other one meanwhile, which is the client's home.
      assertThat(result(client.submit(sum("meanwhile"), Destination.pool()))).isEqualTo("6");
      brokers.startAgain(WORKERS);
      brokers.stop(HOME);
      brokers.startAgain(HOME);
      assertThat(result(client.submit(sum("after"), Destination.pool()))).isEqualTo("6");
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(brokers.depth(HOME, POOL) + brokers.depth(WORKERS, POOL)).isZero());
    }
  }

  private TaskClient client() {
    return TaskClient.connect(
        brokers.router(Role.CLIENT), TaskClientConfig.of(clientId), ClientListener.NONE);
  }

  /** A pool is made by whoever serves it, and then on every broker. */
  private static void submitWhenServed(TaskClient client, Task task) throws Exception {
    await()
        .atMost(PATIENCE)
        .ignoreException(UnknownTypeException.class)
        .untilAsserted(
            () -> assertThat(result(client.submit(task, Destination.pool()))).isEqualTo("6"));
  }

  private static String result(CompletableFuture<Outcome> outcome) throws Exception {
    Outcome ended = outcome.get(90, TimeUnit.SECONDS);
    assertThat(ended).isInstanceOf(Outcome.Succeeded.class);
    return ((Payload.Text) ((Outcome.Succeeded) ended).result()).text();
  }

  private static Task sum(String id) {
    return task(id, "calculate.sum", Payload.of("1 2 3"));
  }

  private static Task task(String id, String type, Payload payload) {
    return Task.of(new TaskId(id), new TaskType(type), payload, Instant.now());
  }

  private static Task grouped() {
    return new Task(
        new TaskId("grouped"),
        null,
        new TaskType("calculate.sum"),
        List.of(),
        Payload.of("1 2 3"),
        TaskClass.NORMAL,
        Instant.now(),
        null,
        null,
        Duration.ofMinutes(1),
        1,
        "g");
  }

  private static Payload streamed(byte[] bytes) {
    return new Payload.Streamed(() -> new ByteArrayInputStream(bytes), bytes.length);
  }
}
