package dev.quiver.orchestrator.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.quiver.messaging.batch.ExplicitQueues;
import dev.quiver.messaging.codec.Rejection;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.orchestrator.Notice;
import dev.quiver.orchestrator.ask.OrchestratorClient;
import dev.quiver.orchestrator.ask.TaskView;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.WorkerId;
import dev.quiver.tasks.client.Destination;
import dev.quiver.tasks.client.Results;
import dev.quiver.tasks.handler.HandlerRegistry;
import dev.quiver.tasks.wire.Spool;
import dev.quiver.tasks.wire.TaskCodec;
import dev.quiver.tasks.worker.Worker;
import dev.quiver.tasks.worker.WorkerConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a hostile or careless client sends is refused, and the tasks of others go on. */
@Timeout(180)
class BadInputIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void whatOnlyWorkersMaySayIsRefusedFromAClient() throws Exception {
    try (OrchestratorPlatform platform = new OrchestratorPlatform(folder);
        Connections connections = platform.broker.connectionsAs("client");
        ClientSession session = connections.connect(Use.CONSUME).autoCommitSession()) {
      platform.orchestrator("A");
      platform.worker("w1", 1, new EchoHandler("test.echo"));
      String outcome =
          "{\"taskId\":\"t1\",\"type\":\"test.echo\",\"outcome\":\"succeeded\",\"result\":\"forged\","
              + "\"finishedAt\":\"2026-01-01T00:00:00Z\"}";
      assertForbidden(session, "quiver.tasks.results.worker.c9", "outcome", outcome);
      assertForbidden(session, "quiver.tasks.results.client.c1", "outcome", outcome);
      assertForbidden(
          session,
          "quiver.tasks.events",
          "events",
          "{\"worker\":\"w1\",\"at\":\"2026-01-01T00:00:00Z\",\"events\":[]}");
      assertForbidden(
          session,
          "quiver.workers.heartbeat",
          "heartbeat",
          "{\"worker\":\"ghost\",\"incarnation\":\"i\",\"types\":[\"test.echo\"],\"concurrency\":99,"
              + "\"running\":0,\"done\":0,\"failed\":0}");
      assertForbidden(session, "quiver.tasks.assigned.w1", "task", "{}");
      assertForbidden(session, "quiver.orchestrators.leader", "token", "{\"epoch\":99}");
      assertForbidden(
          session, "quiver.orchestrators.control", "pause", "{\"target\":\"everything\"}");
      assertServed(platform);
    }
  }

  private static void assertForbidden(
      ClientSession session, String address, String type, String body) {
    ClientMessage message = session.createMessage(Message.TEXT_TYPE, true);
    message.putStringProperty("JMSType", type);
    message.getBodyBuffer().writeNullableSimpleString(SimpleString.of(body));
    assertThatThrownBy(
            () -> {
              try (ClientProducer producer = session.createProducer(address)) {
                producer.send(message);
              }
            })
        .as(address)
        .isInstanceOfSatisfying(
            ActiveMQException.class,
            e -> assertThat(e.getType()).isEqualTo(ActiveMQExceptionType.SECURITY_EXCEPTION));
  }

  @Test
  void aTaskWhoseAnswerIsToGoToSomebodyElseIsPutAsideWithTheReason() throws Exception {
    try (OrchestratorPlatform platform = new OrchestratorPlatform(folder);
        Connections connections = platform.broker.connectionsAs("client");
        ClientSession session = connections.connect(Use.CONSUME).autoCommitSession()) {
      platform.orchestrator("A");
      EchoHandler echo = new EchoHandler("test.echo");
      platform.worker("w1", 1, echo);
      TaskCodec codec = new TaskCodec(platform.broker.as("client").addresses(), Spool.defaults());
      ClientMessage message =
          codec.submit(
              session::createMessage,
              platform.task("test.echo", "for somebody else"),
              "client",
              SimpleString.of("quiver.tasks.results.admin.cli"));
      message.setRoutingType(RoutingType.ANYCAST);
      try (ClientProducer producer =
          session.createProducer("quiver.tasks.submit.test.echo.normal")) {
        producer.send(message);
      }
      await().atMost(PATIENCE).until(() -> platform.depth("tasks.dead") == 1);
      assertThat(platform.roles.get("A").rejections().of(Rejection.NOT_ENTITLED)).isEqualTo(1);
      assertThat(echo.executed).hasValue(0);
      assertServed(platform);
    }
  }

  @Test
  void whoeverWaitsForATaskThatCannotBeReadIsToldAndSoIsTheLedger() throws Exception {
    try (OrchestratorPlatform platform = new OrchestratorPlatform(folder);
        Connections connections = platform.broker.connectionsAs("client");
        OrchestratorClient asking = OrchestratorClient.connect(platform.broker.as("client"))) {
      platform.orchestrator("A");
      platform.worker("w1", 1, new EchoHandler("test.echo"));
      assertServed(platform);
      BrokerConnection connection = connections.connect(Use.CONSUME);
      ClientSession session = connection.autoCommitSession();
      String inbox = "quiver.tasks.results.client.raw";
      new ExplicitQueues(session).durable(inbox);
      TaskCodec codec = new TaskCodec(platform.broker.as("client").addresses(), Spool.defaults());
      Task task = platform.task("test.echo", "x");
      ClientMessage message =
          codec.submit(session::createMessage, task, "client", SimpleString.of(inbox));
      message.setRoutingType(RoutingType.ANYCAST);
      message.getBodyBuffer().clear();
      message.getBodyBuffer().writeNullableSimpleString(SimpleString.of("{\"args\":{}}"));
      try (ClientProducer producer =
          session.createProducer("quiver.tasks.submit.test.echo.normal")) {
        producer.send(message);
      }

      Results results = Results.of(connection, "raw", Spool.defaults());
      await().atMost(PATIENCE).until(() -> results.of(task.id()).isPresent());
      assertThat(results.of(task.id()).orElseThrow())
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              failed -> assertThat(failed.reason()).contains("cannot read it"));
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(asking.status(task.id()).state()).isEqualTo("failed"));
      assertThat(platform.depth("tasks.dead")).isEqualTo(1);
      assertServed(platform);
    }
  }

  @Test
  void aDeadlineInThePastEndsAtOnceAndAnUnknownIdIsUnknown() throws Exception {
    try (OrchestratorPlatform platform = new OrchestratorPlatform(folder);
        OrchestratorClient asking = OrchestratorClient.connect(platform.broker.as("client"))) {
      platform.orchestrator("A");
      EchoHandler echo = new EchoHandler("test.echo");
      platform.worker("w1", 1, echo);
      Task plain = platform.task("test.echo", "late");
      Task late = withDeadline(plain, Instant.now().minusSeconds(60));
      try {
        assertThat(
                platform
                    .client()
                    .submit(late, Destination.orchestrator())
                    .get(60, TimeUnit.SECONDS))
            .isInstanceOf(Outcome.Expired.class);
      } catch (IllegalArgumentException | QuiverMessagingException refused) {
        assertThat(refused.getMessage()).contains("deadline");
      }
      assertThat(echo.executed).hasValue(0);
      await().atMost(PATIENCE).until(() -> platform.said("A", Notice.StartedAsPrimary.class));
      TaskView unknown = asking.status(new TaskId("neverthere"));
      assertThat(unknown.isKnown()).isFalse();
      assertServed(platform);
    }
  }

  private static Task withDeadline(Task task, Instant deadline) {
    return new Task(
        task.id(),
        null,
        task.type(),
        task.args(),
        task.payload(),
        task.taskClass(),
        task.submittedAt(),
        deadline,
        null,
        task.timeout(),
        task.maxAttempts(),
        null);
  }

  @Test
  void aWorkerIdInUseIsRefusedAndTheFirstGoesOn() throws Exception {
    try (OrchestratorPlatform platform = new OrchestratorPlatform(folder)) {
      platform.orchestrator("A");
      platform.worker("w1", 1, new EchoHandler("test.echo"));
      assertThatThrownBy(
              () -> {
                try (Worker second =
                    Worker.start(
                        WorkerConfig.named(new WorkerId("w1")),
                        platform.broker.as("worker"),
                        HandlerRegistry.of(new EchoHandler("test.echo")),
                        WaitListener.silent())) {
                  assertThat(second).isNotNull();
                }
              })
          .isInstanceOf(QuiverMessagingException.class)
          .hasMessageContaining("w1");
      assertServed(platform);
    }
  }

  private static void assertServed(OrchestratorPlatform platform) throws Exception {
    assertThat(
            platform
                .client()
                .submit(platform.task("test.echo", "served"), Destination.orchestrator())
                .get(60, TimeUnit.SECONDS))
        .isInstanceOf(Outcome.Succeeded.class);
  }
}
