package dev.quiver.numbers;

import static dev.quiver.numbers.Exercise.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.messaging.BrokerFixture;
import dev.quiver.numbers.Exercise.Running;
import dev.quiver.numbers.Verdict.How;
import dev.quiver.numbers.consumer.Consumer;
import dev.quiver.numbers.consumer.ConsumerSummary;
import dev.quiver.numbers.draw.NumberRange;
import dev.quiver.numbers.link.Queues;
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
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Numbers from producers to consumers, as threads of one process. */
class ExerciseIT {

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

    List<Matcher> lines = exercise.logged();
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
  void moreNumbersThanTheRangeHasAreSaidToComeAgain() throws IOException {
    Running<Consumer, ConsumerSummary> consumer = exercise.consume(exercise.consumer("c"));
    exercise.produce(ProducerConfig.of(new Run("p", "r"), 12, new NumberRange(1, 5)));
    assertThat(consumer.summary().logged()).isEqualTo(12);
    assertThat(exercise.executionLog())
        .contains("there are only 5 different numbers in this range");
    List<String> values = exercise.logged().stream().map(line -> line.group(3)).toList();
    assertThat(values.subList(0, 5)).doesNotHaveDuplicates();
    assertThat(values.subList(5, 10)).doesNotHaveDuplicates();
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
    exercise.assertEachOnce(60, "rp", "rq");
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
}
