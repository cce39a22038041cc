package dev.quiver.numbers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.quiver.messaging.BrokerFixture;
import dev.quiver.numbers.Exercise.Running;
import dev.quiver.numbers.Verdict.How;
import dev.quiver.numbers.consumer.Consumer;
import dev.quiver.numbers.consumer.ConsumerSummary;
import dev.quiver.numbers.draw.NumberRange;
import dev.quiver.numbers.link.Queues;
import dev.quiver.numbers.log.LogNotWritableException;
import dev.quiver.numbers.producer.Producer;
import dev.quiver.numbers.producer.ProducerConfig;
import dev.quiver.numbers.producer.ProducerSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class ExerciseIT {

  private static final Pattern KEY =
      Pattern.compile("run=(\\S+) sequence=(\\d+) value=(-?\\d+) (even|odd)");
  private static final NumberRange RANGE = new NumberRange(1, 100);

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
  void twelveDifferentNumbersGoFromProducerToConsumerAndIntoTheLog() throws IOException {
    Running<Consumer, ConsumerSummary> consumer = exercise.consume(exercise.consumer("c"));
    Running<Producer, ProducerSummary> producer = exercise.produce(numbers("p", "r", 12));

    assertThat(producer.summary().sent()).isEqualTo(12);
    ConsumerSummary summary = consumer.summary();
    assertThat(summary.logged()).isEqualTo(12);
    assertThat(summary.missing()).isZero();
    assertThat(summary.gravest()).isEqualTo(How.COMPLETE);
    assertThat(summary.even()).isEqualTo(producer.summary().even());

    List<Matcher> lines = logged();
    assertThat(lines).hasSize(12);
    Set<Integer> values = new HashSet<>();
    for (int i = 0; i < 12; i++) {
      int value = Integer.parseInt(lines.get(i).group(3));
      assertThat(lines.get(i).group(2)).isEqualTo(Integer.toString(i + 1));
      assertThat(lines.get(i).group(4)).isEqualTo(value % 2 == 0 ? "even" : "odd");
      assertThat(value).isBetween(1, 100);
      assertThat(values.add(value)).isTrue();
    }
    assertThat(exercise.executionLog())
        .contains("[Producer-p] started", "sent the end marker of run r: 12 numbers")
        .contains(
            "[Consumer-c] started", "[Consumer-c] run r of Producer-p has ended: all of its 12")
        .contains("[Consumer-c] ended: 12 numbers logged");
  }

  @Test
  void theQueueHoldsTenAndTheProducerWaitsUntilThereIsRoom() throws IOException {
    Running<Producer, ProducerSummary> producer = exercise.produce(numbers("p", "r", 25));
    await()
        .untilAsserted(
            () ->
                assertThat(exercise.executionLog())
                    .contains("no consumer is there", "the queue is full, 10 messages wait in it"));
    assertThat(broker.depth(exercise.queues().numbers())).isEqualTo(Queues.BOUND);
    assertThat(exercise.executionLog()).contains("sent").doesNotContain("(11 of 25)");
    assertThat(producer.isDone()).isFalse();

    Running<Consumer, ConsumerSummary> consumer = exercise.consume(exercise.consumer("c"));
    assertThat(producer.summary().blocked()).isPositive();
    assertThat(consumer.summary().logged()).isEqualTo(25);
    assertThat(exercise.executionLog()).contains("there is room again: going on after");
  }

  @Test
  void theBoundIsWhatTheBrokerHas() {
    exercise.produce(numbers("p", "r", 0)).summary();
    var settings =
        broker
            .broker()
            .server()
            .getAddressSettingsRepository()
            .getMatch(exercise.queues().numbers());
    assertThat(settings.getMaxSizeMessages()).isEqualTo(Queues.BOUND);
    assertThat(settings.getAddressFullMessagePolicy()).isEqualTo(AddressFullMessagePolicy.BLOCK);
    assertThat(settings.getMaxDeliveryAttempts()).isEqualTo(-1);
    assertThat(broker.broker().server().locateQueue(exercise.queues().ledger()).isExclusive())
        .isTrue();
  }

  @Test
  void theConsumerSaysThatItWaitsForData() throws IOException {
    exercise.consume(exercise.consumer("c"));
    await()
        .untilAsserted(
            () -> assertThat(exercise.executionLog()).contains("[Consumer-c] waiting for data"));
  }

  @Test
  void severalConsumersShareTheNumbersOfSeveralProducersAndAllEnd() throws IOException {
    List<Running<Consumer, ConsumerSummary>> consumers = new ArrayList<>();
    for (String id : List.of("a", "b", "c")) {
      consumers.add(exercise.consume(exercise.consumer(id).withWork(Duration.ofMillis(2))));
    }
    List<Running<Producer, ProducerSummary>> producers = new ArrayList<>();
    for (String id : List.of("p", "q")) {
      producers.add(exercise.produce(numbers(id, "r" + id, 60)));
    }
    producers.forEach(each -> assertThat(each.summary().sent()).isEqualTo(60));
    int sum = 0;
    for (Running<Consumer, ConsumerSummary> each : consumers) {
      assertThat(each.summary().missing()).isZero();
      assertThat(each.summary().logged()).isPositive();
      sum += each.summary().logged();
    }
    assertThat(sum).isEqualTo(120);
    assertEachOnce(60, "rp", "rq");
    assertThat(exercise.executionLog())
        .containsOnlyOnce("run rp of Producer-p has ended: all of its 60 numbers are logged")
        .containsOnlyOnce("run rq of Producer-q has ended: all of its 60 numbers are logged");
    assertThat(broker.depth(exercise.queues().ledger())).isZero();
  }

  @Test
  void aConsumerThatStartsWhileTheRunEndsEndsToo() {
    var late = exercise.consumer("late");
    Running<Consumer, ConsumerSummary> first = exercise.consume(exercise.consumer("c"));
    exercise.produce(numbers("p", "r", 3));
    assertThat(first.summary().logged()).isEqualTo(3);
    ConsumerSummary summary = exercise.consume(late).summary();
    assertThat(summary.logged()).isZero();
    assertThat(summary.runs()).extracting(Verdict::count).containsExactly(3);
  }

  @Test
  void aRunThatEndedBeforeTheConsumerWasStartedIsNoneOfItsOwn() throws IOException {
    Running<Consumer, ConsumerSummary> first = exercise.consume(exercise.consumer("c"));
    exercise.produce(numbers("p", "r", 3));
    first.summary();
    Running<Consumer, ConsumerSummary> second = exercise.consume(exercise.consumer("d"));
    await()
        .untilAsserted(
            () -> assertThat(exercise.executionLog()).contains("[Consumer-d] waiting for data"));
    assertThat(second.isDone()).isFalse();
    exercise.produce(numbers("p", "r2", 4));
    assertThat(second.summary().runs()).extracting(v -> v.run().id()).containsExactly("r2");
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
    assertEachOnce(5, "r");
  }

  @Test
  void manyNumbersFoldTheirReceipts() throws IOException {
    Running<Consumer, ConsumerSummary> consumer = exercise.consume(exercise.consumer("c"));
    exercise.produce(ProducerConfig.of(new Run("p", "r"), 1_300, new NumberRange(-5_000, 5_000)));
    ConsumerSummary summary = consumer.summary();
    assertThat(summary.logged()).isEqualTo(1_300);
    assertThat(summary.runs().get(0).logged()).isEqualTo(1_300);
    assertThat(summary.runs().get(0).even()).isEqualTo(summary.even());
    await().until(() -> broker.depth(exercise.queues().ledger()) == 0);
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
    // One more may have got through: the bound is in bytes and credit is given in steps.
    assertThat(exercise.executionLog()).containsPattern("stopped after 1[01] of 25 numbers");

    ConsumerSummary summary = exercise.consume(exercise.consumer("c")).summary();
    assertThat(summary.gravest()).isEqualTo(How.ABANDONED);
    assertThat(summary.logged()).isGreaterThanOrEqualTo(10);
  }

  @Test
  void consumersWithFoldersOfTheirOwnShareTheNumbersAndTheAccounts() throws IOException {
    List<Running<Consumer, ConsumerSummary>> consumers = new ArrayList<>();
    for (String id : List.of("a", "b")) {
      consumers.add(
          exercise.consume(
              exercise.consumer(id).withWork(Duration.ofMillis(5)), folder.resolve(id)));
    }
    exercise.produce(numbers("p", "r", 40));
    int lines = 0;
    for (Running<Consumer, ConsumerSummary> each : consumers) {
      ConsumerSummary summary = each.summary();
      assertThat(summary.runs()).extracting(Verdict::logged).containsExactly(40);
      Path log = folder.resolve(summary.id()).resolve("consumer_log.txt");
      assertThat(Files.readAllLines(log)).hasSize(summary.logged());
      lines += summary.logged();
    }
    assertThat(lines).isEqualTo(40);
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

  private static ProducerConfig numbers(String producer, String run, int count) {
    return ProducerConfig.of(new Run(producer, run), count, RANGE);
  }

  private List<Matcher> logged() throws IOException {
    List<Matcher> lines = new ArrayList<>();
    for (String line : exercise.consumerLog()) {
      Matcher match = KEY.matcher(line);
      assertThat(match.find()).as(line).isTrue();
      lines.add(match);
    }
    return lines;
  }

  private void assertEachOnce(int count, String... runs) throws IOException {
    List<String> expected = new ArrayList<>();
    for (String run : runs) {
      for (int i = 1; i <= count; i++) {
        expected.add(run + "/" + i);
      }
    }
    assertThat(logged())
        .extracting(line -> line.group(1) + "/" + line.group(2))
        .containsExactlyInAnyOrderElementsOf(expected);
  }
}
