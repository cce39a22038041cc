package dev.quiver.tasks.worker;

import static dev.quiver.tasks.worker.Sample.task;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Use;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.WorkerId;
import dev.quiver.tasks.check.Property;
import dev.quiver.tasks.check.TaskChecker;
import dev.quiver.tasks.check.Verdict;
import dev.quiver.tasks.client.Destination;
import dev.quiver.tasks.client.TaskClient;
import dev.quiver.tasks.client.TaskClientConfig;
import dev.quiver.tasks.client.TaskListener;
import dev.quiver.tasks.history.HistoryFile;
import dev.quiver.tasks.history.HistoryReader;
import dev.quiver.tasks.wire.OutcomeCodec;
import dev.quiver.tasks.wire.Spool;
import dev.quiver.tasks.wire.TaskCodec;
import dev.quiver.tasks.wire.TaskMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
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
 * Processes that break a rule on purpose, against a real broker: the checker must find in the
 * client's history what they lose or double. A checker that finds nothing is worth nothing.
 */
@Tag("long")
@Timeout(200)
class CheckerControlsIT {

  @TempDir private Path folder;
  private WorkerPlatform platform;
  private HistoryFile history;
  private TaskClient client;

  @BeforeEach
  void start() throws Exception {
    platform = new WorkerPlatform(folder);
    // Makes the pools.
    platform.worker("W-0", 1).close();
    history = HistoryFile.open(folder.resolve("history"), "client", Clock.systemUTC());
    client =
        TaskClient.connect(
            platform.broker.as("client"), TaskClientConfig.of("c1").withHistory(history));
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    platform.close();
    history.close();
  }

  private Verdict verdict(Property property) throws IOException {
    TaskChecker checker = new TaskChecker();
    new HistoryReader(checker::add).read(folder.resolve("history"));
    return checker.verdicts().stream()
        .filter(each -> each.property() == property)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aWorkerThatAcknowledgesBeforeItWorksIsCaught() throws Exception {
    AtomicInteger ended = new AtomicInteger();
    TaskListener count =
        new TaskListener() {
          @Override
          public void ended(Outcome outcome) {
            ended.incrementAndGet();
          }
        };
    int tasks = 4000;
    try (WorkerProcess careless =
        WorkerProcess.startCareless(platform.broker.as("worker"), "W-careless")) {
      for (int i = 0; i < tasks; i++) {
        client.submit(task("t-" + i, TestHandler.SLEEP, "1"), Destination.pool(), count);
      }
      await().atMost(Duration.ofSeconds(60)).until(() -> ended.get() > 100);
      careless.kill();
    }
    platform.worker("W-1", 2);
    await()
        .atMost(Duration.ofSeconds(100))
        .until(() -> platform.depth("tasks.pool.test.sleep") == 0 && allCame());

    assertThat(verdict(Property.LOST).violations()).isPositive();
    assertThat(verdict(Property.LOST).checked()).isEqualTo(tasks);
    assertThat(verdict(Property.APPLIED_TWICE).holds()).isTrue();
  }

  private boolean allCame() {
    return platform.depth("tasks.results.client.c1") == 0;
  }

  @Test
  void aHopThatDoesACommitOfUnknownOutcomeAgainIsCaught() throws Exception {
    ConnectionSettings direct = platform.broker.as("worker");
    try (DeafRelay relay = new DeafRelay(platform.broker.broker().port())) {
      var unused = client.submit(task("redone", TestHandler.ECHO, "x"), Destination.pool());
      ClientMessage lastSent = commitDeafly(relay, direct);
      // It was committed; whoever does it again doubles it.
      await().atMost(Duration.ofSeconds(20)).until(() -> verdict(Property.LOST).found() == 0);
      assertThat(verdict(Property.APPLIED_TWICE).found()).isZero();
      try (Connections connections = Connections.to(direct);
          ClientSession session = connections.connect(Use.FENCED).autoCommitSession()) {
        session.createProducer().send(inbox(), lastSent);
      }
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> verdict(Property.APPLIED_TWICE).found() == 1);
    assertThat(verdict(Property.APPLIED_TWICE).holds()).isFalse();
    assertThat(verdict(Property.APPLIED_TWICE).first()).isEqualTo("redone");
  }

  private static SimpleString inbox() {
    return SimpleString.of("quiver.tasks.results.client.c1");
  }

  /** A hop whose commit arrives, and whose confirmation does not. */
  private ClientMessage commitDeafly(DeafRelay relay, ConnectionSettings direct) throws Exception {
    ConnectionSettings relayed =
        ConnectionSettings.of(
            relay.url(),
            direct.requiredUser(),
            String.valueOf(requireNonNull(direct.password()).reveal()));
    try (Connections connections = Connections.to(relayed)) {
      ClientSession session = connections.connect(Use.FENCED).transactedSession();
      ClientConsumer consumer =
          session.createConsumer(direct.addresses().taskPool(TestHandler.ECHO.name()));
      session.start();
      ClientMessage message = consumer.receive(10_000);
      TaskMessage taken = new TaskCodec(direct.addresses(), Spool.defaults()).read(message);
      message.individualAcknowledge();
      session.createProducer().send(inbox(), outcome(session, taken.task()));
      relay.beDeaf();
      Thread cutter =
          new Thread(
              () -> {
                await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> platform.depth("tasks.pool." + TestHandler.ECHO.name()) == 0);
                relay.cut();
              });
      cutter.start();
      assertThatThrownBy(session::commit).isInstanceOf(ActiveMQException.class);
      cutter.join();
      return outcome(session, taken.task());
    }
  }

  private static ClientMessage outcome(ClientSession session, Task task) throws IOException {
    Outcome.Facts facts =
        new Outcome.Facts(
            task.id(), task.type(), null, new WorkerId("W-redoes"), 1, 0, null, Instant.now());
    ClientMessage message =
        new OutcomeCodec(Spool.defaults())
            .write(
                session::createMessage,
                new Outcome.Succeeded(facts, Payload.of("done")),
                Duration.ofHours(1));
    message.setRoutingType(RoutingType.ANYCAST);
    return message;
  }
}
