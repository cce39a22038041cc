package dev.quiver.numbers;

import static dev.quiver.numbers.Exercise.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.quiver.messaging.BrokerFixture;
import dev.quiver.numbers.Exercise.Running;
import dev.quiver.numbers.Verdict.How;
import dev.quiver.numbers.consumer.Consumer;
import dev.quiver.numbers.consumer.ConsumerSummary;
import dev.quiver.numbers.log.ConsumerLog;
import dev.quiver.numbers.log.LogFolder;
import dev.quiver.numbers.log.LogLanguage;
import dev.quiver.numbers.log.LogNotWritableException;
import dev.quiver.numbers.log.ProcessName;
import dev.quiver.numbers.producer.Producer;
import dev.quiver.numbers.producer.ProducerSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong between producers and consumers, and what follows. */
class ExerciseErrorsIT {

  @TempDir static Path data;
  private static BrokerFixture broker;

  @TempDir Path folder;
  private Exercise exercise;

  @BeforeAll
  static void startBroker() {
    broker = BrokerFixture.in(data);
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @BeforeEach
  void prepare(TestInfo test) {
    String queue = test.getTestMethod().orElseThrow().getName();
    exercise = new Exercise(broker, folder, queue.length() > 60 ? queue.substring(0, 60) : queue);
  }

  @AfterEach
  void end() {
    exercise.close();
  }

  @Test
  void aConsumerThatGoesAwayIsMissedByTheProducer() throws IOException {
    Running<Consumer, ConsumerSummary> consumer = exercise.consume(exercise.consumer("c"));
    await()
        .untilAsserted(
            () -> assertThat(exercise.executionLog()).contains("[Consumer-c] waiting for data"));
    exercise.produce(numbers("p", "r", 1_000).withRate(50));
    await()
        .untilAsserted(() -> assertThat(exercise.executionLog()).contains("Consumer-c is there"));
    consumer.process().stop();
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(exercise.executionLog()).contains("no consumer is there"));
  }

  /** What a consumer leaves that is killed between the line and the acknowledgement. */
  @Test
  void aNumberWhoseLineIsThereAlreadyIsCountedAndNotWrittenAgain() throws IOException {
    ProducerSummary sent = exercise.produce(numbers("p", "r", 3)).summary();
    assertThat(sent.sent()).isEqualTo(3);
    ConsumerLog.open(
            LogFolder.open(folder),
            LogLanguage.ENGLISH,
            ProcessName.consumer("killed"),
            Clock.systemUTC())
        .append(new NumbersMessage.Drawn(new Run("p", "r"), 1, 4));
    ConsumerSummary summary = exercise.consume(exercise.consumer("c")).summary();
    assertThat(summary.logged()).isEqualTo(2);
    assertThat(summary.again()).isEqualTo(1);
    assertThat(summary.runs()).extracting(Verdict::logged).containsExactly(3);
    assertThat(summary.gravest()).isEqualTo(How.COMPLETE);
    exercise.assertEachOnce(3, "r");
    assertThat(exercise.executionLog()).contains("again: it is in the log already");
  }

  @Test
  void whatIsMissingIsReported() throws Exception {
    exercise.produce(numbers("p", "r", 8)).summary();
    broker
        .broker()
        .server()
        .locateQueue(exercise.queues().numbers())
        .deleteMatchingReferences(
            org.apache.activemq.artemis.core.filter.impl.FilterImpl.createFilter(
                "JMSType = 'number' AND _AMQ_DUPL_ID IN ('r/3', 'r/7')"));
    ConsumerSummary summary = exercise.consume(exercise.consumer("c")).summary();
    assertThat(summary.logged()).isEqualTo(6);
    assertThat(summary.missing()).isEqualTo(2);
    assertThat(summary.gravest()).isEqualTo(How.INCOMPLETE);
    assertThat(summary.runs().get(0).missed()).isEqualTo("3,7");
    assertThat(exercise.executionLog())
        .contains("run r of Producer-p has ended: 2 of its 8 numbers are missing (3,7)");
  }

  @Test
  void aLogThatCannotBeWrittenEndsTheConsumerAndTheNumberStays() throws IOException {
    Path full = Files.createDirectory(folder.resolve("full"));
    Files.createSymbolicLink(full.resolve("consumer_log.txt"), Path.of("/dev/full"));
    exercise.produce(numbers("p", "r", 5)).summary();
    Running<Consumer, ConsumerSummary> failing = exercise.consume(exercise.consumer("c"), full);
    assertThatThrownBy(failing::summary)
        .isInstanceOf(LogNotWritableException.class)
        .hasMessageContaining("consumer_log.txt")
        .hasMessageContaining("No space left on device");
    assertThat(exercise.executionLog()).contains("the number stays in the queue");
    await().until(() -> broker.depth(exercise.queues().numbers()) == 6);

    ConsumerSummary summary = exercise.consume(exercise.consumer("d")).summary();
    assertThat(summary.logged()).isEqualTo(5);
    exercise.assertEachOnce(5, "r");
  }

  @Test
  void whatIsNoNumberIsThrownAwayAndSaid() throws Exception {
    exercise.produce(numbers("p", "r", 2)).summary();
    for (String queue : List.of(exercise.queues().numbers(), exercise.queues().ledger())) {
      sendText(queue, "number", "{\"producer\":\"x\"}");
      sendText(queue, null, "\u001b[2J");
      sendText(queue, "end", "[[[[");
      sendText(queue, "logged", "{\"producer\":\"p\",\"run\":\"r\",\"even\":\"x\",\"odd\":\"\"}");
    }
    sendText(exercise.queues().ended(), "ended", "{}");
    ConsumerSummary summary = exercise.consume(exercise.consumer("c")).summary();
    assertThat(summary.rejected()).isEqualTo(4);
    assertThat(summary.logged()).isEqualTo(2);
    assertThat(summary.gravest()).isEqualTo(How.COMPLETE);
    assertThat(exercise.executionLog())
        .contains("threw away a message that is none of ours, from numbers")
        .doesNotContain("\u001b");
    assertThat(broker.depth("DLQ")).isZero();
  }

  @Test
  void aProducerThatIsToldToStopEndsItsRunWithItsMarker() {
    Running<Consumer, ConsumerSummary> consumer = exercise.consume(exercise.consumer("c"));
    Running<Producer, ProducerSummary> producer =
        exercise.produce(numbers("p", "r", 1_000).withRate(50));
    await().until(() -> exercise.consumerLog().size() > 3);
    producer.process().stop();
    ProducerSummary sent = producer.summary();
    assertThat(sent.ended()).isTrue();
    assertThat(sent.sent()).isBetween(4, 999);
    ConsumerSummary summary = consumer.summary();
    assertThat(summary.gravest()).isEqualTo(How.COMPLETE);
    assertThat(summary.logged()).isEqualTo(sent.sent());
  }

  @Test
  void aBlockedProducerThatIsToldToStopEndsWithoutIt() throws IOException {
    Running<Producer, ProducerSummary> producer = exercise.produce(numbers("p", "r", 25));
    await().untilAsserted(() -> assertThat(exercise.executionLog()).contains("the queue is full"));
    producer.process().stop();
    assertThat(producer.summary().ended()).isFalse();
    // One more may have got through: its credit may have been given as the queue filled.
    assertThat(exercise.executionLog()).containsPattern("stopped after 1[01] of 25 numbers");

    ConsumerSummary summary = exercise.consume(exercise.consumer("c")).summary();
    assertThat(summary.gravest()).isEqualTo(How.ABANDONED);
    assertThat(summary.logged()).isGreaterThanOrEqualTo(10);
  }

  private static void sendText(String queue, @Nullable String type, String text) throws Exception {
    try (var connections = broker.connectionsAs("numbers");
        var connection =
            connections.jms(dev.quiver.messaging.connection.Use.FENCED).createConnection();
        var session = connection.createSession()) {
      var message = session.createTextMessage(text);
      message.setJMSType(type);
      session.createProducer(session.createQueue(queue)).send(message);
    }
  }
}
