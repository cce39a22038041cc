package dev.quiver.tasks.worker;

import static dev.quiver.tasks.worker.Sample.task;
import static dev.quiver.tasks.worker.WorkerPlatform.text;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.messaging.batch.ExplicitQueues;
import dev.quiver.messaging.codec.TextBody;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Use;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.wire.Spool;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQDisconnectedException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class WorkerFaultsIT {

  private WorkerPlatform platform;

  @BeforeEach
  void start(@TempDir Path folder) {
    platform = new WorkerPlatform(folder);
  }

  @AfterEach
  void stop() {
    platform.close();
  }

  private static List<Task> tasks(int count) {
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tasks.add(task("t-" + i, TestHandler.SLEEP, i % 50 == 0 ? "30" : "0"));
    }
    return tasks;
  }

  private static void awaitAll(RawClient client, int count) {
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(300))
        .until(() -> client.outcomes().size() == count);
  }

  @Test
  void everyTaskEndsOnceThoughTheBrokerIsRestarted() throws Exception {
    Worker first = platform.worker("W-1", 2);
    platform.worker("W-2", 2);
    List<Task> tasks = tasks(1500);
    try (RawClient client = new RawClient(platform.broker.as("client"), "raw")) {
      client.submit(tasks);
      await().until(() -> first.status().done() > 50);
      platform.broker.restart();
      long before = first.status().done();
      await().atMost(Duration.ofSeconds(60)).until(() -> first.status().done() > before);
      platform.broker.restart();
      awaitAll(client, tasks.size());
      OutcomeChecker check = OutcomeChecker.check(tasks, client.outcomes());
      assertThat(check.holds()).as("%s", check).isTrue();
    }
    assertThat(first.status().connections()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void everyTaskEndsOnceThoughConnectionsBreakInBetween() throws Exception {
    Worker first = platform.worker("W-1", 2);
    Worker second = platform.worker("W-2", 2);
    List<Task> tasks = tasks(1500);
    try (RawClient client = new RawClient(platform.broker.as("client"), "raw")) {
      client.submit(tasks);
      for (int kill = 1; kill <= 4; kill++) {
        long done = 200L * kill;
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> first.status().done() + second.status().done() > done);
        for (ServerSession each : platform.broker.broker().server().getSessions()) {
          if ("worker".equals(each.getUsername())) {
            each.getRemotingConnection().fail(new ActiveMQDisconnectedException("cut by a test"));
            break;
          }
        }
      }
      awaitAll(client, tasks.size());
      OutcomeChecker check = OutcomeChecker.check(tasks, client.outcomes());
      assertThat(check.holds()).as("%s", check).isTrue();
      assertThat(client.outcomes().values())
          .allMatch(each -> each.get(0) instanceof Outcome.Succeeded);
    }
    assertThat(first.status().connections() + second.status().connections()).isGreaterThan(2);
  }

  @Test
  void aResultThatNoMessageCanCarryStopsNobody() throws Exception {
    Worker worker = platform.worker("W-1", 1);
    try (RawClient gone = new RawClient(platform.broker.as("client"), "gone");
        RawClient here = new RawClient(platform.broker.as("client"), "here")) {
      here.submit(List.of(task("first", TestHandler.WAIT, "")));
      await().until(() -> platform.handler.waiting.get() == 1);
      gone.submit(List.of(task("half", TestHandler.HALF, "")));
      gone.deleteInbox();
      List<Task> others = new ArrayList<>(List.of(task("first", TestHandler.WAIT, "")));
      for (int i = 0; i < 20; i++) {
        others.add(task("other-" + i, TestHandler.ECHO, "x"));
      }
      here.submit(others.subList(1, others.size()));
      platform.handler.open.countDown();
      awaitAll(here, others.size());
      assertThat(OutcomeChecker.check(others, here.outcomes()).holds()).isTrue();
    }
    await().until(() -> platform.depth("tasks.pool.test.half") == 0);
    assertThat(worker.status().connections()).isEqualTo(1);
  }

  /**
   * One slot has three tasks; the transaction of the first two cannot commit while the third runs.
   */
  private Worker rolledBackUnderATask(RawClient here, RawClient gone, Task third) throws Exception {
    Worker worker = platform.worker(holdingOn(platform.config("W-1", 1)));
    here.submit(List.of(task("first", TestHandler.WAIT, "")));
    await().until(() -> platform.handler.waiting.get() == 1);
    gone.submit(List.of(task("half", TestHandler.HALF, "")));
    await().until(() -> worker.counters().received.sum() == 2);
    gone.deleteInbox();
    here.submit(List.of(third));
    await().until(() -> worker.counters().received.sum() == 3);
    platform.handler.open.countDown();
    await().until(() -> worker.status().rolledBack() > 0);
    return worker;
  }

  /** It gives nothing back because of a task that takes long. */
  private static WorkerConfig holdingOn(WorkerConfig config) {
    return new WorkerConfig(
        config.id(),
        config.generated(),
        config.concurrency(),
        config.backoff(),
        config.groupHold(),
        Duration.ofMinutes(5),
        config.commitWithin(),
        config.batch(),
        config.interruptGrace(),
        config.retention(),
        config.spool(),
        config.deafAfter(),
        config.mostDelayed());
  }

  @Test
  void whatRunsWhileATransactionIsRolledBackKeepsItsTimeLimit() throws Exception {
    try (RawClient gone = new RawClient(platform.broker.as("client"), "gone");
        RawClient here = new RawClient(platform.broker.as("client"), "here")) {
      Task third = task("third", TestHandler.SLEEP, "3600000", 1, null, null, null);
      rolledBackUnderATask(here, gone, Sample.withTimeout(third, Duration.ofSeconds(1)));
      awaitAll(here, 2);
      assertThat(requireNonNull(here.outcomes().get("third")).get(0))
          .isInstanceOfSatisfying(
              Outcome.Dead.class, dead -> assertThat(dead.reason()).contains("time limit"));
    }
    assertThat(text(platform.run(task("t", TestHandler.ECHO, "y")))).isEqualTo("y");
  }

  @Test
  void whatRunsWhileATransactionIsRolledBackCanBeCancelled() throws Exception {
    try (RawClient gone = new RawClient(platform.broker.as("client"), "gone");
        RawClient here = new RawClient(platform.broker.as("client"), "here")) {
      rolledBackUnderATask(here, gone, task("third", TestHandler.SLEEP, "3600000"));
      platform.client().cancel(new TaskId("third"));
      awaitAll(here, 2);
      assertThat(requireNonNull(here.outcomes().get("third")).get(0))
          .isInstanceOf(Outcome.Cancelled.class);
    }
    assertThat(text(platform.run(task("t", TestHandler.ECHO, "y")))).isEqualTo("y");
  }

  @Test
  void theNextOfAGroupIsNotBegunBeforeItsFailingPredecessorHasEnded() throws Exception {
    Worker worker = platform.worker(holdingOn(platform.config("W-1", 1)));
    try (RawClient client = new RawClient(platform.broker.as("client"), "raw")) {
      List<Task> group = new ArrayList<>();
      for (String fails : List.of("1", "0", "0")) {
        String id = "g-" + group.size();
        group.add(task(id, TestHandler.GATED, fails, 3, null, null, "g"));
      }
      client.submit(group);
      await().until(() -> platform.handler.waiting.get() == 1);
      // The next one is here, and would be begun at once.
      await().until(() -> worker.counters().received.sum() >= 2);
      platform.handler.open.countDown();
      awaitAll(client, group.size());
    }
    assertThat(platform.handler.log).containsExactly("g-0#1", "g-0#2", "g-1#1", "g-2#1");
  }

  /** Delayed messages are in the broker's memory. */
  @Test
  void aFloodOfFailingTasksWaitsInItsSlotsAndNotInTheBroker() throws Exception {
    Backoff backoff = new Backoff(Duration.ofMillis(400), Duration.ofMillis(400));
    platform.worker(platform.config("W-1", 2).withBackoff(backoff).withMostDelayed(3));
    List<Task> poison = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      poison.add(task("p-" + i, TestHandler.FLAKY, "9", 2, null, null, null));
    }
    AtomicLong most = new AtomicLong();
    try (RawClient client = new RawClient(platform.broker.as("client"), "raw")) {
      client.submit(poison);
      Queue pool = platform.broker.broker().server().locateQueue("quiver.tasks.pool.test.flaky");
      await()
          .atMost(Duration.ofMinutes(1))
          .pollInterval(Duration.ofMillis(20))
          .until(
              () -> {
                most.accumulateAndGet(pool.getScheduledCount(), Math::max);
                return platform.depth("tasks.dead") == poison.size();
              });
      awaitAll(client, poison.size());
      assertThat(OutcomeChecker.check(poison, client.outcomes()).holds()).isTrue();
    }
    assertThat(most.get()).isBetween(1L, 3L);
    assertThat(platform.handler.executions.values()).hasSize(12).allMatch(times -> times == 2);
  }

  @Test
  void hostileMessagesAreCountedAndPutAsideAndNothingStops() throws Exception {
    Worker worker = platform.worker("W-1", 2);
    String pool = "quiver.tasks.pool.test.echo";
    List<Consumer<ClientMessage>> hostile =
        List.of(
            message -> {},
            message -> body(message, "no json"),
            message -> typed(message, "{}"),
            message -> typed(message, "[".repeat(50_000)),
            message -> typed(message, "{\"id\":\"x\",\"id\":\"y\"}"),
            message -> {
              message.putStringProperty("taskReplyTo", "quiver.tasks.results.somebody.else");
              typed(message, "{\"id\":\"x\",\"type\":\"test.echo\",\"payload\":\"\"}");
            },
            message -> {
              message.putStringProperty("JMSType", "outcome");
              body(message, "{}");
            });
    try (RawClient client = new RawClient(platform.broker.as("client"), "raw")) {
      for (Consumer<ClientMessage> each : hostile) {
        client.send(pool, Message.TEXT_TYPE, each);
      }
      client.send(pool, Message.OBJECT_TYPE, message -> message.getBodyBuffer().writeLong(7));
      client.send(pool, Message.BYTES_TYPE, message -> message.getBodyBuffer().writeLong(7));
    }
    int count = hostile.size() + 2;
    assertThat(text(platform.run(task("t", TestHandler.ECHO, "good")))).isEqualTo("good");
    await().until(() -> worker.status().rejected() == count);
    await().until(() -> platform.depth("tasks.dead") == count);
    assertThat(platform.depth("tasks.pool.test.echo")).isZero();
  }

  private static void typed(ClientMessage message, String json) {
    message.putStringProperty("JMSType", "task");
    if (!message.containsProperty("taskReplyTo")) {
      message.putStringProperty("taskReplyTo", "quiver.tasks.results.client.raw");
    }
    body(message, json);
  }

  private static void body(ClientMessage message, String text) {
    TextBody.write(message, text);
  }

  @Test
  void anInboxThatIsGoneBlocksNobody() throws Exception {
    platform.worker("W-1", 1).close();
    List<Task> orphans = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      orphans.add(task("o-" + i, TestHandler.ECHO, "x"));
    }
    try (RawClient gone = new RawClient(platform.broker.as("client"), "gone");
        RawClient here = new RawClient(platform.broker.as("client"), "here")) {
      gone.submit(orphans);
      List<Task> tasks = tasks(50);
      here.submit(tasks);
      gone.deleteInbox();
      Worker worker = platform.worker("W-2", 1);
      awaitAll(here, tasks.size());
      await().until(() -> worker.status().unclaimed() == orphans.size());
      assertThat(OutcomeChecker.check(tasks, here.outcomes()).holds()).isTrue();
    }
  }

  @Test
  void anInboxThatGoesWhileItsTaskRunsBlocksNobody() throws Exception {
    Worker worker = platform.worker("W-1", 1);
    try (RawClient gone = new RawClient(platform.broker.as("client"), "gone")) {
      gone.submit(List.of(task("first", TestHandler.ECHO, "x")));
      await().until(() -> gone.outcomes().size() == 1);
      gone.submit(List.of(task("second", TestHandler.WAIT, "x")));
      await().until(() -> platform.handler.waiting.get() == 1);
      gone.deleteInbox();
      platform.handler.open.countDown();
      assertThat(text(platform.run(task("t", TestHandler.ECHO, "y")))).isEqualTo("y");
      await().until(() -> worker.status().unclaimed() == 1);
      assertThat(platform.depth("tasks.pool.test.wait")).isZero();
    }
  }

  @Test
  void whatTheBrokerExpiresWhileItWaitsEndsAsExpired() throws Exception {
    platform.worker("W-1", 1);
    Outcome outcome;
    try (RawClient client = new RawClient(platform.broker.as("client"), "raw")) {
      // Nobody serves that type now; its queue is there.
      makePool("other.type");
      Task task =
          task("t", new TaskType("other.type"), "x", 3, null, Instant.now().plusMillis(500), null);
      client.submit(List.of(task));
      awaitAll(client, 1);
      outcome = requireNonNull(client.outcomes().get("t")).get(0);
    }
    assertThat(outcome).isInstanceOf(Outcome.Expired.class);
  }

  @Test
  void anExpiredTaskEndsAsExpiredThoughNobodyHereCouldKeepItsInput(@TempDir Path other)
      throws Exception {
    Path absent = other.resolve("absent");
    platform.worker(
        platform.config("W-1", 1).withSpool(new Spool(absent, 1024, Spool.DEFAULT_MAX_BYTES)));
    try (RawClient client = new RawClient(platform.broker.as("client"), "raw")) {
      makePool("other.type");
      Task streamed = Sample.streamed("t", new TaskType("other.type"), 500_000);
      client.submit(List.of(Sample.withDeadline(streamed, Instant.now().plusMillis(500))));
      awaitAll(client, 1);
      assertThat(requireNonNull(client.outcomes().get("t")).get(0))
          .isInstanceOf(Outcome.Expired.class);
    }
    assertThat(platform.depth("tasks.dead")).isZero();
  }

  private void makePool(String type) throws Exception {
    try (Connections connections = platform.broker.connectionsAs("worker");
        ClientSession session = connections.connect(Use.CONSUME).autoCommitSession()) {
      new ExplicitQueues(session).durable("quiver.tasks.pool." + type);
    }
  }

  @Test
  void aSuspiciousTaskIsRunAloneAndNotBlamed() throws Exception {
    Worker worker = platform.worker("W-1", 2);
    try (RawClient client = new RawClient(platform.broker.as("client"), "raw")) {
      List<Task> tasks = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        tasks.add(task("t-" + i, TestHandler.SLEEP, "20"));
      }
      client.submit(tasks);
      await().until(() -> worker.status().running() > 0);
      for (ServerSession each : platform.broker.broker().server().getSessions()) {
        if ("worker".equals(each.getUsername())) {
          each.getRemotingConnection().fail(new ActiveMQDisconnectedException("cut by a test"));
          break;
        }
      }
      awaitAll(client, tasks.size());
      assertThat(client.outcomes().values())
          .allMatch(each -> each.size() == 1 && each.get(0) instanceof Outcome.Succeeded);
    }
    assertThat(worker.status().isolated()).isPositive();
  }
}
