package dev.quiver.tasks.worker;

import static dev.quiver.tasks.worker.Sample.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.client.Results;
import dev.quiver.tasks.wire.Spool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Outcomes of one transaction share a message, if whoever waits for them takes them so. */
@Timeout(180)
class OutcomesTogetherIT {

  private static final int COUNT = 300;

  private WorkerPlatform platform;

  @BeforeEach
  void start(@TempDir Path folder) {
    platform = new WorkerPlatform(folder);
  }

  @AfterEach
  void stop() {
    platform.close();
  }

  private static List<Task> tasks() {
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      // Some results are too long to share a message.
      tasks.add(task("t-" + i, TestHandler.ECHO, i % 20 == 0 ? "long ".repeat(500) + i : "r" + i));
    }
    return tasks;
  }

  /** What waits in the inbox, looked at as a person would. */
  private List<Outcome> listed(Connections connections) throws Exception {
    try (BrokerConnection connection = connections.await(Use.FENCED, WaitListener.silent())) {
      Results results = Results.of(connection, "raw", Spool.defaults());
      assertThat(results.list(COUNT / 2)).hasSize(COUNT / 2);
      assertThat(results.of(new TaskId("t-7")).map(WorkerPlatform::text)).hasValue("r7");
      assertThat(results.of(new TaskId("t-20")).map(WorkerPlatform::text))
          .hasValueSatisfying(text -> assertThat(text).startsWith("long ").endsWith(" 20"));
      assertThat(results.of(new TaskId("unknown"))).isEmpty();
      return results.list(2 * COUNT);
    }
  }

  private void awaitDone(Worker worker) {
    await().until(() -> worker.status().done() == COUNT);
    await().until(() -> platform.depth("tasks.pool.test.echo") == 0);
  }

  @Test
  void theyAreFewerMessagesAndAllThereInTheirOrder() throws Exception {
    try (RawClient client = new RawClient(platform.broker.as("client"), "raw");
        Connections connections = Connections.to(platform.broker.as("client"))) {
      Worker worker = platform.worker("W-1", 1);
      client.submit(tasks());
      awaitDone(worker);

      assertThat(platform.depth("tasks.results.client.raw")).isLessThan(COUNT / 2);
      assertThat(listed(connections))
          .extracting(outcome -> outcome.facts().taskId().value())
          .containsExactlyElementsOf(IntStream.range(0, COUNT).mapToObj(i -> "t-" + i).toList());
      OutcomeChecker check = OutcomeChecker.check(tasks(), client.outcomes());
      assertThat(check.holds()).as("%s", check).isTrue();
    }
  }

  @Test
  void whoDoesNotAskForItGetsEachInAMessageOfItsOwn() throws Exception {
    try (RawClient client = new RawClient(platform.broker.as("client"), "raw")) {
      Worker worker = platform.worker("W-1", 1);
      for (int i = 0; i < COUNT; i++) {
        String id = "t-" + i;
        client.send(
            "quiver.tasks.pool.test.echo", Message.TEXT_TYPE, message -> byHand(message, id));
      }
      awaitDone(worker);

      assertThat(platform.depth("tasks.results.client.raw")).isEqualTo(COUNT);
      assertThat(client.outcomes()).hasSize(COUNT);
    }
  }

  private static void byHand(ClientMessage message, String id) {
    message.putStringProperty("JMSType", "task");
    message.putStringProperty("taskReplyTo", "quiver.tasks.results.client.raw");
    message
        .getBodyBuffer()
        .writeNullableSimpleString(
            SimpleString.of(
                "{\"id\":\""
                    + id
                    + "\",\"type\":\"test.echo\",\"payload\":\"x\","
                    + "\"submittedAt\":\"2026-01-01T00:00:00Z\"}"));
  }
}
