package dev.quiver.tasks.worker;

import static dev.quiver.tasks.worker.Sample.task;
import static dev.quiver.tasks.worker.WorkerPlatform.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.quiver.broker.QuiverBroker;
import dev.quiver.broker.Role;
import dev.quiver.broker.UserAdmin;
import dev.quiver.messaging.codec.TextBody;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.tasks.BatchId;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.WorkerId;
import dev.quiver.tasks.client.Destination;
import dev.quiver.tasks.handler.HandlerRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.server.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class WorkerIT {

  private WorkerPlatform platform;

  @BeforeEach
  void start(@TempDir Path folder) {
    platform = new WorkerPlatform(folder);
  }

  @AfterEach
  void stop() throws Exception {
    platform.close();
  }

  /** What another program sends: a client of ours cannot make such a task. */
  @Test
  void whoeverWaitsForATaskThatNoWorkerCanReadIsTold() throws Exception {
    platform.worker("W-1", 1);
    String body =
        "{\"id\":\"t-2\",\"type\":\"test.echo\",\"payload\":\"x\","
            + "\"submittedAt\":\"2026-01-01T00:00:00Z\",\"args\":[\""
            + "a".repeat(70_000)
            + "\"]}";
    try (RawClient client = new RawClient(platform.broker.as("client"), "raw")) {
      client.send(
          "quiver.tasks.pool.test.echo",
          Message.TEXT_TYPE,
          message -> {
            message.putStringProperty("JMSType", "task");
            message.putStringProperty("taskId", "t-2");
            message.putStringProperty("taskType", "test.echo");
            message.putStringProperty("taskReplyTo", client.inbox());
            TextBody.write(message, body);
          });
      await().until(() -> client.outcomes().containsKey("t-2"));
      assertThat(client.outcomes().get("t-2"))
          .singleElement()
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              failed -> assertThat(failed.reason()).contains("cannot read it", "65536"));
    }
    assertThat(text(platform.run(task("t-1", TestHandler.ECHO, "x")))).isEqualTo("x");
  }

  @Test
  void manyShortTasksEachHaveTheirOutcome() throws Exception {
    Worker worker = platform.worker("W-1", 2);
    List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      outcomes.add(platform.submit(task("t-" + i, TestHandler.ECHO, "text " + i)));
    }
    for (int i = 0; i < 3000; i++) {
      assertThat(text(outcomes.get(i).get(60, TimeUnit.SECONDS))).isEqualTo("text " + i);
    }
    assertThat(platform.depth("tasks.pool.test.echo")).isZero();
    await().until(() -> worker.status().done() == 3000);
    assertThat(platform.handler.executions.values()).allMatch(times -> times == 1);
  }

  @Test
  void aTaskForAWorkerWaitsForThatWorker() throws Exception {
    platform.worker("W-1", 1).close();
    platform.worker("W-2", 1);
    CompletableFuture<Outcome> outcome =
        platform
            .client()
            .submit(task("t", TestHandler.ECHO, "x"), Destination.worker(new WorkerId("W-1")));
    assertThat(text(platform.run(task("t2", TestHandler.ECHO, "y")))).isEqualTo("y");
    assertThat(outcome).isNotDone();
    platform.worker("W-1", 1);
    assertThat(outcome.get(30, TimeUnit.SECONDS).facts().worker()).isEqualTo(new WorkerId("W-1"));
  }

  @Test
  void aFailingTaskIsRepeatedAfterAWhileAndThenSucceeds() throws Exception {
    Worker worker = platform.worker("W-1", 1);
    Outcome outcome = platform.run(task("t", TestHandler.FLAKY, "2"));
    assertThat(text(outcome)).isEqualTo("attempt 3");
    assertThat(platform.handler.log).containsExactly("t#1", "t#2", "t#3");
    assertThat(worker.status().retried()).isEqualTo(2);
  }

  @Test
  void anExhaustedTaskIsDeadWithItsReason() throws Exception {
    platform.worker("W-1", 1);
    Outcome outcome = platform.run(task("t", TestHandler.FLAKY, "9"));
    assertThat(outcome).isInstanceOf(Outcome.Dead.class);
    assertThat(((Outcome.Dead) outcome).reason()).contains("not this time");
    assertThat(outcome.facts().attempt()).isEqualTo(3);
    assertThat(platform.depth("tasks.dead")).isEqualTo(1);
  }

  @Test
  void badInputFailsAtTheFirstAttempt() throws Exception {
    platform.worker("W-1", 1);
    Outcome outcome = platform.run(task("t", TestHandler.INVALID, "x"));
    assertThat(((Outcome.Failed) outcome).reason()).isEqualTo("it is not a number");
    assertThat(outcome.facts().attempt()).isEqualTo(1);
  }

  @Test
  void aRunningTaskIsInterruptedByItsCancel() throws Exception {
    platform.worker("W-1", 1);
    CompletableFuture<Outcome> outcome = platform.submit(task("t", TestHandler.WAIT, "x"));
    await().until(() -> platform.handler.waiting.get() == 1);
    platform.client().cancel(new TaskId("t"));
    assertThat(outcome.get(30, TimeUnit.SECONDS)).isInstanceOf(Outcome.Cancelled.class);
  }

  @Test
  void aCancelledBatchIsCancelledAlsoByAWorkerThatComesLater() throws Exception {
    platform.worker("W-1", 1).close();
    List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      outcomes.add(platform.submit(task("t-" + i, TestHandler.ECHO, "x", 3, "b-1", null, null)));
    }
    platform.client().cancel(new BatchId("b-1"));
    platform.worker("W-2", 2);
    for (CompletableFuture<Outcome> each : outcomes) {
      assertThat(each.get(30, TimeUnit.SECONDS)).isInstanceOf(Outcome.Cancelled.class);
    }
    assertThat(platform.handler.executions).isEmpty();
  }

  @Test
  void nothingIsStartedAfterItsDeadline() throws Exception {
    platform.worker("W-1", 1).close();
    Task task = task("t", TestHandler.ECHO, "x", 3, null, Instant.now().plusMillis(300), null);
    CompletableFuture<Outcome> outcome = platform.submit(task);
    await().until(() -> Instant.now().isAfter(task.deadline()));
    platform.worker("W-2", 1);
    assertThat(outcome.get(30, TimeUnit.SECONDS)).isInstanceOf(Outcome.Expired.class);
    assertThat(platform.handler.executions).isEmpty();
  }

  @Test
  void aGroupKeepsItsOrderAlsoWhenAMemberIsRepeated() throws Exception {
    platform.worker("W-1", 2);
    platform.worker("W-2", 2);
    List<String> ended = new java.util.concurrent.CopyOnWriteArrayList<>();
    List<CompletableFuture<Void>> all = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String id = "g-" + i;
      Task task =
          i == 5
              ? task(id, TestHandler.FLAKY, "2", 3, null, null, "g")
              : task(id, TestHandler.FLAKY, "0", 3, null, null, "g");
      all.add(platform.submit(task).thenAccept(outcome -> ended.add(id)));
      expected.add(id);
    }
    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
    assertThat(ended).containsExactlyElementsOf(expected);
    assertThat(platform.handler.log)
        .containsSubsequence("g-4#1", "g-5#1", "g-5#2", "g-5#3", "g-6#1");
  }

  @Test
  void aLongTaskHoldsUpNeitherFinishedNorWaitingOnes() throws Exception {
    platform.worker("W-1", 1);
    List<CompletableFuture<Outcome>> before = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      before.add(platform.submit(task("a-" + i, TestHandler.ECHO, "x")));
    }
    CompletableFuture<Outcome> longOne = platform.submit(task("long", TestHandler.WAIT, "x"));
    await().until(() -> platform.handler.waiting.get() == 1);
    List<CompletableFuture<Outcome>> after = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      after.add(platform.submit(task("b-" + i, TestHandler.ECHO, "x")));
    }
    // What the first has finished it alone can commit; what it has not begun is anybody's.
    platform.worker("W-2", 1);
    for (CompletableFuture<Outcome> each : before) {
      assertThat(text(each.get(30, TimeUnit.SECONDS))).isEqualTo("x");
    }
    for (CompletableFuture<Outcome> each : after) {
      assertThat(each.get(30, TimeUnit.SECONDS).facts().worker()).isEqualTo(new WorkerId("W-2"));
    }
    assertThat(longOne).isNotDone();
    platform.handler.open.countDown();
    assertThat(text(longOne.get(30, TimeUnit.SECONDS))).isEqualTo("opened");
  }

  @Test
  void anAttemptOverItsTimeLimitIsInterruptedAndRepeated() throws Exception {
    platform.worker("W-1", 1);
    Task task =
        Sample.withTimeout(
            task("t", TestHandler.WAIT, "x", 2, null, null, null), Duration.ofMillis(200));
    Outcome outcome = platform.run(task);
    assertThat(((Outcome.Dead) outcome).reason()).contains("time limit");
    assertThat(platform.handler.log).containsExactly("t#1", "t#2");
  }

  @Test
  void aHandlerThatIgnoresInterruptsIsLeftToItselfAndTheSlotGoesOn() throws Exception {
    Worker worker = platform.worker("W-1", 1);
    Task task =
        Sample.withTimeout(
            task("t", TestHandler.STUBBORN, "x", 1, null, null, null), Duration.ofMillis(100));
    assertThat(platform.run(task)).isInstanceOf(Outcome.Dead.class);
    assertThat(text(platform.run(task("t2", TestHandler.ECHO, "y")))).isEqualTo("y");
    assertThat(worker.status().abandoned()).isEqualTo(1);
    // Else the worker would look busy for ever, and nobody would notice that it is deaf.
    await().until(() -> worker.status().running() == 0);
  }

  @Test
  void aDrainFinishesWhatRunsAndGivesBackWhatWaits() throws Exception {
    Worker first = platform.worker("W-1", 1);
    CompletableFuture<Outcome> running = platform.submit(task("r", TestHandler.SLEEP, "500"));
    await().until(() -> first.status().running() == 1);
    List<CompletableFuture<Outcome>> waiting = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      waiting.add(platform.submit(task("w-" + i, TestHandler.SLEEP, "1")));
    }
    DrainReport report = first.drain(Duration.ofSeconds(20));
    assertThat(report.clean()).isTrue();
    assertThat(running.get(10, TimeUnit.SECONDS)).isInstanceOf(Outcome.Succeeded.class);
    platform.worker("W-2", 2);
    for (CompletableFuture<Outcome> each : waiting) {
      assertThat(text(each.get(30, TimeUnit.SECONDS))).isEqualTo("slept");
    }
    assertThat(platform.handler.executions.values()).allMatch(times -> times == 1);
  }

  @Test
  void aSecondDrainGivesBackWhatRunsAtOnce() throws Exception {
    Worker first = platform.worker("W-1", 1);
    CompletableFuture<Outcome> running = platform.submit(task("r", TestHandler.WAIT, "x"));
    await().until(() -> platform.handler.waiting.get() == 1);
    CompletableFuture<DrainReport> patient =
        CompletableFuture.supplyAsync(() -> first.drain(Duration.ofMinutes(1)));
    first.close();
    assertThat(patient.get(10, TimeUnit.SECONDS).finished()).isZero();
    platform.handler.open.countDown();
    platform.worker("W-2", 1);
    assertThat(running.get(30, TimeUnit.SECONDS).facts().worker()).isEqualTo(new WorkerId("W-2"));
    assertThat(platform.handler.executions).containsEntry("r", 2);
  }

  @Test
  void aWorkerThatHearsOfNoTaskThatWaitsConnectsAnew() throws Exception {
    Worker worker =
        platform.worker(platform.config("W-1", 1).withDeafAfter(Duration.ofMillis(600)));
    assertThat(text(platform.run(task("t-1", TestHandler.ECHO, "x")))).isEqualTo("x");
    Queue pool = platform.broker.broker().server().locateQueue("quiver.tasks.pool.test.echo");

    // The broker gives nothing out: connected, tasks wait, none comes.
    pool.pause();
    CompletableFuture<Outcome> outcome = platform.submit(task("t-2", TestHandler.ECHO, "y"));
    await().until(() -> worker.status().connections() >= 2);
    assertThat(outcome).isNotDone();
    pool.resume();

    assertThat(text(outcome.get(30, TimeUnit.SECONDS))).isEqualTo("y");
  }

  @Test
  void aSecondWorkerOfTheSameNameIsRefused() throws Exception {
    platform.worker("W-1", 1);
    assertThatThrownBy(() -> platform.worker("W-1", 1))
        .isInstanceOf(WorkerIdInUseException.class)
        .hasMessageContaining("W-1");
  }

  @Test
  void alsoAWorkerOfTheSameNameWithAnotherAccountIsRefused() throws Exception {
    platform.worker("W-1", 1);
    QuiverBroker broker = platform.broker.broker();
    String admin = broker.credentials().passwordOf("admin").orElseThrow();
    try (UserAdmin users = UserAdmin.connect(broker.url(), "admin", admin, "quiver")) {
      users.add("other-team", "a-secret-of-theirs", Set.of(Role.WORKER));
    }
    ConnectionSettings other =
        ConnectionSettings.of(broker.url(), "other-team", "a-secret-of-theirs");

    assertThatThrownBy(
            () ->
                Worker.start(
                    platform.config("W-1", 1),
                    other,
                    HandlerRegistry.of(platform.handler),
                    WaitListener.silent()))
        .isInstanceOf(WorkerIdInUseException.class)
        .hasMessageContaining("W-1");
  }

  @Test
  void streamedInputAndResultPass() throws Exception {
    platform.worker("W-1", 2);
    assertThat(text(platform.run(Sample.streamed("c", TestHandler.COUNT, 5_000_000))))
        .isEqualTo("5000000");
    assertThat(text(platform.run(task("b", TestHandler.BIG, "3000000")))).hasSize(3_000_000);
  }
}
