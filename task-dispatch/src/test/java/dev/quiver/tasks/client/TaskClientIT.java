package dev.quiver.tasks.client;

import static dev.quiver.tasks.client.Platform.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.quiver.broker.Role;
import dev.quiver.broker.UserAdmin;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.LoginRefusedException;
import dev.quiver.messaging.connection.Password;
import dev.quiver.tasks.BatchId;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TaskClientIT {

  private Platform platform;

  @BeforeEach
  void start(@TempDir Path folder) {
    platform = new Platform(folder);
  }

  @AfterEach
  void stop() {
    platform.close();
  }

  private static String resultOf(CompletableFuture<Outcome> outcome) throws Exception {
    Outcome ended = outcome.get(30, TimeUnit.SECONDS);
    assertThat(ended).isInstanceOf(Outcome.Succeeded.class);
    return TestWorker.text(((Outcome.Succeeded) ended).result());
  }

  @Test
  void submittedTasksComeBackWithTheirOutcomes() throws Exception {
    platform.worker();
    TaskClient client = platform.client(TaskClientConfig.of("c1"));
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      tasks.add(task("t-" + i, "text " + i));
    }

    List<CompletableFuture<Outcome>> outcomes = client.submitAll(tasks, Destination.pool());

    for (int i = 0; i < 1000; i++) {
      assertThat(resultOf(outcomes.get(i))).isEqualTo("TEXT " + i);
    }
    assertThat(client.outstanding()).isZero();
    assertThat(client.status(new TaskId("t-7")).state()).isEqualTo(TaskStatus.State.SUCCEEDED);
    client.close();
    assertThat(platform.queue("tasks.results.client.c1")).isNull();
  }

  @Test
  void twoUsersMayHaveTasksOfOneId() throws Exception {
    platform.worker();
    TaskClient one = platform.client(TaskClientConfig.of("c1"));
    TaskClient other =
        platform.open(TaskClient.connect(platform.settings("admin"), TaskClientConfig.of("c1")));

    assertThat(resultOf(one.submit(task("my-sum", "of one"), Destination.pool())))
        .isEqualTo("OF ONE");
    assertThat(resultOf(other.submit(task("my-sum", "of the other"), Destination.pool())))
        .isEqualTo("OF THE OTHER");
  }

  @Test
  void whoeverWaitsIsToldWhenTheClientIsClosed() throws Exception {
    platform.worker().close();
    TaskClient client = platform.client(TaskClientConfig.of("c1").keeping().withMaxInFlight(1));
    CompletableFuture<Outcome> outcome = client.submit(task("t-1", "x"), Destination.pool());
    CompletableFuture<Outcome> noRoom =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return client.submit(task("t-2", "x"), Destination.pool()).join();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });

    client.close();

    assertThatThrownBy(() -> outcome.get(30, TimeUnit.SECONDS))
        .hasCauseInstanceOf(ClientClosedException.class);
    assertThatThrownBy(() -> noRoom.get(30, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(ClientClosedException.class);
    assertThatThrownBy(() -> client.start(task("t-3", "x"), Destination.pool()))
        .isInstanceOf(ClientClosedException.class);
  }

  @Test
  void whoseAccountIsRemovedIsToldSoOnceAndNothingWaitsForEver() throws Exception {
    platform.worker().close();
    try (UserAdmin users = platform.users()) {
      users.add("rita", "long-enough-1", Set.of(Role.CLIENT));
      ConnectionSettings rita =
          platform
              .settings("client")
              .withUser("rita", Password.of("long-enough-1"))
              .withTimings(ConnectionSettings.Timings.defaults().withCall(Duration.ofSeconds(2)));
      List<LoginRefusedException> told = new CopyOnWriteArrayList<>();
      AtomicInteger breaks = new AtomicInteger();
      ClientListener listener =
          new ClientListener() {
            @Override
            public void disconnected() {
              breaks.incrementAndGet();
            }

            @Override
            public void shutOut(LoginRefusedException why) {
              told.add(why);
            }
          };
      TaskClient client =
          platform.open(TaskClient.connect(rita, TaskClientConfig.of("c1"), listener));
      CompletableFuture<Outcome> outcome = client.submit(task("t-1", "x"), Destination.pool());

      users.remove("rita");

      await().atMost(Duration.ofSeconds(60)).until(() -> !told.isEmpty());
      assertThat(told).singleElement().satisfies(why -> assertThat(why.user()).isEqualTo("rita"));
      assertThat(breaks).hasValue(1);
      assertThatThrownBy(() -> outcome.get(30, TimeUnit.SECONDS))
          .hasCauseInstanceOf(ClientClosedException.class);
      assertThatThrownBy(() -> client.start(task("t-2", "x"), Destination.pool()))
          .isInstanceOf(ClientClosedException.class);
      client.close();
    }
  }

  @Test
  void aListenerThatThrowsHarmsNobodyElsesTask() throws Exception {
    platform.worker();
    TaskClient client = platform.client(TaskClientConfig.of("c1"));
    TaskListener thrower =
        new TaskListener() {
          @Override
          public void accepted(Task task, boolean knownBefore) {
            throw new IllegalStateException("thrown by a test");
          }

          @Override
          public void ended(Outcome ended) {
            throw new IllegalStateException("thrown by a test");
          }
        };
    List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      client.submit(task("bad-" + i, "x"), Destination.pool(), thrower);
      outcomes.add(client.start(task("good-" + i, "x"), Destination.pool()).outcome());
    }

    for (CompletableFuture<Outcome> each : outcomes) {
      assertThat(resultOf(each)).isEqualTo("X");
    }
    await().until(() -> client.outstanding() == 0);
  }

  @Test
  void aTypeOrWorkerThatNeverWasIsRefusedWithItsName() {
    TaskClient client = platform.client(TaskClientConfig.of("c1"));
    Task task = task("t-1", "x");

    assertThatThrownBy(() -> client.submit(task, Destination.pool()))
        .isInstanceOf(UnknownTypeException.class)
        .hasMessageContaining("text.uppercase");
    assertThatThrownBy(() -> client.submit(task, Destination.worker(new WorkerId("Worker-77"))))
        .isInstanceOf(UnknownWorkerException.class)
        .hasMessageContaining("Worker-77");
    assertThat(client.outstanding()).isZero();
  }

  @Test
  void anUnknownTypeAmongOthersIsRefusedAlone() throws Exception {
    platform.worker();
    TaskClient client = platform.client(TaskClientConfig.of("c1"));
    List<Submission> submissions = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Task task = task("t-" + i, "x");
      submissions.add(
          client.start(
              i == 50
                  ? Task.of(task.id(), new TaskType("no.such"), task.payload(), Instant.now())
                  : task,
              Destination.pool()));
    }

    for (int i = 0; i < 100; i++) {
      if (i == 50) {
        assertThat(submissions.get(i).outcome())
            .failsWithin(Duration.ofSeconds(20))
            .withThrowableThat()
            .withCauseInstanceOf(UnknownTypeException.class);
      } else {
        assertThat(resultOf(submissions.get(i).outcome())).isEqualTo("X");
      }
    }
  }

  @Test
  void aTaskSubmittedTwiceIsExecutedOnceAndTheOthersOfItsBatchGoThrough() throws Exception {
    TestWorker worker = platform.worker();
    TaskClient first = platform.client(TaskClientConfig.of("c1"));
    assertThat(resultOf(first.submit(task("same", "x"), Destination.pool()))).isEqualTo("X");
    first.close();
    TaskClient second = platform.client(TaskClientConfig.of("c1"));

    List<Submission> submissions = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      submissions.add(second.start(task(i == 25 ? "same" : "other-" + i, "y"), Destination.pool()));
    }

    for (int i = 0; i < 50; i++) {
      boolean isNew = submissions.get(i).accepted().get(20, TimeUnit.SECONDS);
      assertThat(isNew).isEqualTo(i != 25);
      if (i != 25) {
        assertThat(resultOf(submissions.get(i).outcome())).isEqualTo("Y");
      }
    }
    assertThat(worker.executed).containsEntry("same", 1).hasSize(50);
  }

  @Test
  void outcomesWaitForAClientThatIsAway() throws Exception {
    TaskClient first = platform.client(TaskClientConfig.of("shell"));
    platform.worker().close();
    assertThat(first.submit(task("t-1", "while away"), Destination.pool())).isNotDone();
    first.close();
    assertThat(platform.queue("tasks.results.client.shell")).isNotNull();
    platform.worker();
    await().until(() -> platform.queue("tasks.results.client.shell").getMessageCount() == 1);

    List<Outcome> unclaimed = new CopyOnWriteArrayList<>();
    platform.client(
        TaskClientConfig.of("shell"),
        new ClientListener() {
          @Override
          public void unclaimed(Outcome outcome) {
            unclaimed.add(outcome);
          }
        });

    await().until(() -> unclaimed.size() == 1);
    assertThat(unclaimed.get(0).facts().taskId()).isEqualTo(new TaskId("t-1"));
    await().until(() -> platform.queue("tasks.results.client.shell").getMessageCount() == 0);
  }

  @Test
  void keptResultsCanBeReadAgainByALaterProcess() throws Exception {
    platform.worker();
    TaskClient first = platform.client(TaskClientConfig.of("shell").keeping());
    for (int i = 0; i < 20; i++) {
      assertThat(resultOf(first.submit(task("t-" + i, "x" + i), Destination.pool())))
          .isEqualTo("X" + i);
    }
    assertThat(first.results().list(100)).hasSize(20);
    first.close();

    List<Outcome> unclaimed = new CopyOnWriteArrayList<>();
    TaskClient second =
        platform.client(
            TaskClientConfig.of("shell").keeping(),
            new ClientListener() {
              @Override
              public void unclaimed(Outcome outcome) {
                unclaimed.add(outcome);
              }
            });
    await().until(() -> unclaimed.size() == 20);
    assertThat(second.results().of(new TaskId("t-3"))).isPresent();
    assertThat(second.status(new TaskId("t-3")).state()).isEqualTo(TaskStatus.State.SUCCEEDED);
    assertThat(resultOf(second.submit(task("new", "later"), Destination.pool())))
        .isEqualTo("LATER");
    assertThat(second.results().list(100)).hasSize(21);
    assertThat(unclaimed).hasSize(20);
  }

  @Test
  void aSecondProcessWithTheSameResultsIsRefused() {
    TaskClient first = platform.client(TaskClientConfig.of("c1"));
    await().until(() -> platform.queue("tasks.results.client.c1").getConsumerCount() == 1);

    assertThatThrownBy(() -> platform.client(TaskClientConfig.of("c1")))
        .isInstanceOf(ClientIdInUseException.class)
        .hasMessageContaining("c1");
    assertThat(first.outstanding()).isZero();
  }

  @Test
  void ofTwoThatComeTogetherOneReads() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 20; round++) {
        CyclicBarrier together = new CyclicBarrier(2);
        Callable<Optional<TaskClient>> comes =
            () -> {
              together.await();
              try {
                return Optional.of(
                    TaskClient.connect(
                        platform.settings("client"), TaskClientConfig.of("nightly")));
              } catch (ClientIdInUseException e) {
                return Optional.empty();
              }
            };
        List<TaskClient> reading = new ArrayList<>();
        for (Future<Optional<TaskClient>> each : threads.invokeAll(List.of(comes, comes))) {
          each.get().ifPresent(reading::add);
        }
        assertThat(reading).hasSize(1);
        reading.get(0).close();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aCancelLeavesATombstoneThatStaysOverARestart() {
    TaskClient client = platform.client(TaskClientConfig.of("c1"));

    client.cancel(new TaskId("t-1"));
    client.cancel(new BatchId("b-1"));
    client.cancel(new TaskId("t-1"));

    assertThat(platform.queue("tasks.cancel.tombstones").getMessageCount()).isEqualTo(2);
    platform.stopBroker();
    platform.startBroker();
    assertThat(platform.queue("tasks.cancel.tombstones").getMessageCount()).isEqualTo(2);
  }

  @Test
  void aBrokerRestartDuringSubmitsLosesAndDoublesNothing() throws Exception {
    TestWorker worker = platform.worker();
    TaskClient client =
        platform.client(
            TaskClientConfig.of("c1").withMaxBatch(50).withRetryWindow(Duration.ofMinutes(1)));
    List<Submission> submissions = new ArrayList<>();
    Thread restart =
        new Thread(
            () -> {
              platform.stopBroker();
              platform.startBroker();
            });
    for (int i = 0; i < 5000; i++) {
      if (i == 1500) {
        restart.start();
      }
      submissions.add(client.start(task("t-" + i, "x" + i), Destination.pool()));
    }
    restart.join();

    for (int i = 0; i < 5000; i++) {
      submissions.get(i).accepted().get(60, TimeUnit.SECONDS);
      assertThat(resultOf(submissions.get(i).outcome())).isEqualTo("X" + i);
    }
    // An execution that was rolled back may be repeated; an outcome that was sent may not.
    assertThat(worker.executed).hasSize(5000);
    assertThat(client.outstanding()).isZero();
    await().until(() -> platform.queue("tasks.results.client.c1").getMessageCount() == 0);
    assertThat(platform.queue("tasks.pool.text.uppercase").getMessageCount()).isZero();
  }

  @Test
  void aPayloadBeyondTheLimitIsRefusedBeforeItIsSent() throws Exception {
    Payload payload = Payload.of("x");
    platform.worker();
    TaskClient client = platform.client(TaskClientConfig.of("c1"));

    assertThatThrownBy(
            () ->
                client.submit(
                    Task.of(
                        new TaskId("big"),
                        Platform.UPPER,
                        new Payload.Streamed(payload::open, 65L * 1024 * 1024),
                        Instant.now()),
                    Destination.pool()))
        .isInstanceOf(PayloadTooLargeException.class)
        .hasMessageContaining("at most 67108864");
  }

  @Test
  void aTaskThatNoMessageCarriesIsNotCalledTooLarge() throws Exception {
    platform.worker();
    TaskClient client = platform.client(TaskClientConfig.of("c1"));

    assertThatThrownBy(() -> client.submit(task("t-1", "half \uD83D of one"), Destination.pool()))
        .isInstanceOf(TaskUnsendableException.class)
        .hasMessageContaining("t-1")
        .hasMessageContaining("surrogate");
  }

  @Test
  void theResultsOfAnUnnamedClientGoWithIt() throws Exception {
    platform.worker().close();
    TaskClientConfig config = TaskClientConfig.unnamed(new SplittableRandom(1));
    String queue = "tasks.results.client." + config.clientId();
    TaskClient client = platform.client(config);
    assertThat(client.submit(task("t-1", "nobody reads it"), Destination.pool())).isNotDone();
    assertThat(platform.queue(queue)).isNotNull();

    client.close();

    assertThat(platform.queue(queue)).isNull();
  }

  @Test
  void anIdThatHasEndedIsKnownAlsoToAClientWhoseKeptResultsHoldItsOutcome() throws Exception {
    TestWorker worker = platform.worker();
    for (int i = 0; i < 5; i++) {
      TaskClient client = platform.client(TaskClientConfig.of("shell").keeping());
      Submission submission = client.start(task("same", "x"), Destination.pool());
      assertThat(submission.accepted().get(60, TimeUnit.SECONDS)).isEqualTo(i == 0);
      await().until(() -> client.results().of(new TaskId("same")).isPresent());
      client.close();
    }
    assertThat(worker.executed).containsEntry("same", 1);
  }
}
