package dev.quiver.messaging.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.messaging.BrokerFixture;
import dev.quiver.messaging.CuttingProxy;
import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.codec.Rejection;
import dev.quiver.messaging.codec.TextBody;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.QueueMissingException;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.connection.WaitListener;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchLoopIT {

  private static final String IN = "quiver.tasks.worker.in";
  private static final String OUT = "quiver.tasks.worker.out";
  private static final String NOWHERE = "quiver.tasks.worker.nowhere";
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void movesEverythingOnceInBatchesThatGrowWithTheLoad() {
    try (BrokerFixture broker = BrokerFixture.in(folder);
        Connections connections = broker.connectionsAs("worker")) {
      fill(connections, 0, 5000);
      Mover mover = new Mover();
      try (BatchLoop loop = start(connections, mover)) {
        await().atMost(LONG).until(() -> broker.depth(OUT) == 5000);
        assertThat(loop.isRunning()).isTrue();
      }
      assertThat(broker.depth(IN)).isZero();
      assertThat(mover.batches).anyMatch(size -> size > 20);
      assertThat(drain(connections)).isEqualTo(IntStream.range(0, 5000).boxed().toList());
    }
  }

  @Test
  void aLoneMessageDoesNotWaitForABatch() {
    try (BrokerFixture broker = BrokerFixture.in(folder);
        Connections connections = broker.connectionsAs("worker")) {
      Mover mover = new Mover();
      try (BatchLoop loop = start(connections, mover)) {
        for (int i = 0; i < 20; i++) {
          fill(connections, i, i + 1);
          int expected = i + 1;
          await().atMost(LONG).until(() -> mover.committed.get() == expected);
        }
        assertThat(loop.isRunning()).isTrue();
      }
      assertThat(mover.batches).hasSize(20).containsOnly(1);
    }
  }

  @Test
  void aRestartOfTheBrokerLosesAndDoublesNothing() {
    try (BrokerFixture broker = BrokerFixture.in(folder);
        Connections connections = broker.connectionsAs("worker")) {
      fill(connections, 0, 4000);
      Mover mover = new Mover();
      try (BatchLoop loop = start(connections, mover)) {
        for (int restart = 1; restart <= 3; restart++) {
          int enough = restart * 500;
          await().atMost(LONG).until(() -> mover.committed.get() >= enough);
          broker.restart();
        }
        await().atMost(LONG).until(() -> broker.depth(OUT) == 4000 && broker.depth(IN) == 0);
        assertThat(loop.isRunning()).isTrue();
      }
      assertThat(drain(connections)).containsExactlyInAnyOrderElementsOf(upTo(4000));
    }
  }

  /**
   * Connections are cut at random moments, most of them so that the broker still carries out what
   * it was asked and the client never hears of it.
   */
  @Test
  void cutsAndCommitsOfUnknownOutcomeLoseAndDoubleNothing() {
    cutAtRandomMoments(1);
  }

  /** As above, at other moments. */
  @Tag("long")
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {2, 3, 4, 5, 6, 7, 8})
  void cutsAtManyMomentsLoseAndDoubleNothing(long seed) {
    cutAtRandomMoments(seed);
  }

  private void cutAtRandomMoments(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    try (BrokerFixture broker = BrokerFixture.in(folder);
        Connections direct = broker.connectionsAs("worker");
        CuttingProxy proxy = CuttingProxy.before(broker.broker().url());
        Connections connections = Connections.to(broker.as("worker").withUrl(proxy.url()))) {
      fill(direct, 0, 6000);
      Mover mover = new Mover();
      mover.slowly = true;
      try (BatchLoop loop = start(connections, mover)) {
        for (int cut = 0; cut < 12; cut++) {
          int enough = mover.committed.get() + 50 + random.nextInt(300);
          await().atMost(LONG).until(() -> mover.committed.get() >= enough);
          if (random.nextInt(3) > 0) {
            long moved = broker.depth(OUT);
            proxy.muteAnswers();
            // The broker commits a batch of which the client will not hear, if one is on its way.
            long patience = System.nanoTime() + Duration.ofMillis(300).toNanos();
            while (broker.depth(OUT) == moved && System.nanoTime() < patience) {
              LockSupport.parkNanos(1_000_000);
            }
          }
          proxy.cut();
        }
        mover.slowly = false;
        await().atMost(LONG).until(() -> broker.depth(OUT) >= 6000 && broker.depth(IN) == 0);
        assertThat(loop.isRunning()).isTrue();
      }
      assertThat(mover.unknown.get()).as("cuts that left a batch unknown or undone").isPositive();
      assertThat(drain(direct)).containsExactlyInAnyOrderElementsOf(upTo(6000));
    }
  }

  @Test
  void consumersThatHaveGoneDeafAreMadeAnew() {
    try (BrokerFixture broker = BrokerFixture.in(folder);
        Connections connections = broker.connectionsAs("worker")) {
      fill(connections, 0, 10);
      Mover mover = new Mover();
      var queue = broker.broker().server().locateQueue(IN);
      queue.pause();
      BatchConfig config = BatchConfig.defaults().withDeafAfter(Duration.ofSeconds(1));
      try (BatchLoop loop =
          BatchLoop.start(
              "mover", connections, config, mover, WaitListener.silent(), Clock.systemUTC())) {
        await().atMost(LONG).until(() -> mover.opened.get() >= 2);
        queue.resume();
        await().atMost(LONG).until(() -> broker.depth(OUT) == 10);
        assertThat(loop.isRunning()).isTrue();
      }
    }
  }

  /** Above the size from which the client sends a message in pieces. */
  @Test
  void aLongDocumentPassesAsAShortOneDoes() throws Exception {
    try (BrokerFixture broker = BrokerFixture.in(folder);
        Connections connections = broker.connectionsAs("worker")) {
      String document = "{\"text\":\"" + "é".repeat(200_000) + "\"}";
      fill(connections, 0, 1, document);
      Mover mover = new Mover();
      try (BatchLoop loop = start(connections, mover)) {
        await().atMost(LONG).until(() -> broker.depth(OUT) == 1 && broker.depth(IN) == 0);
        assertThat(loop.isRunning()).isTrue();
      }
      try (var connection = connections.connect(Use.CONSUME);
          var session = connection.autoCommitSession();
          ClientConsumer consumer = session.createConsumer(OUT)) {
        session.start();
        assertThat(TextBody.read(consumer.receive(5_000), 262_144)).isEqualTo(document);
      }
    }
  }

  @Test
  void itStartsBeforeTheBrokerDoes() {
    try (BrokerFixture broker = BrokerFixture.in(folder);
        Connections connections = broker.connectionsAs("worker")) {
      fill(connections, 0, 10);
      broker.stop();
      try (BatchLoop loop = start(connections, new Mover())) {
        broker.start();
        await().atMost(LONG).until(() -> broker.depth(OUT) == 10);
        assertThat(loop.isRunning()).isTrue();
      }
    }
  }

  @Test
  void oneThatCannotBeCommittedIsFoundAndTheOthersMove() {
    try (BrokerFixture broker = BrokerFixture.in(folder);
        Connections connections = broker.connectionsAs("worker")) {
      fill(connections, 0, 300);
      Mover mover = new Mover();
      mover.toNowhere = List.of(17, 150, 151);
      try (BatchLoop loop = start(connections, mover)) {
        await().atMost(LONG).until(() -> broker.depth(OUT) == 297 && broker.depth(IN) == 0);
        assertThat(loop.isRunning()).isTrue();
      }
      assertThat(mover.refused).containsExactlyInAnyOrder(17, 150, 151);
      assertThat(mover.reasons).hasOnlyElementsOfType(QueueMissingException.class);
      List<Integer> expected = new ArrayList<>(upTo(300));
      expected.removeAll(mover.toNowhere);
      assertThat(drain(connections)).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  void oneThatFailsIsFoundAndTheOthersMove() {
    try (BrokerFixture broker = BrokerFixture.in(folder);
        Connections connections = broker.connectionsAs("worker")) {
      fill(connections, 0, 50);
      Mover mover = new Mover();
      mover.failing = List.of(20);
      try (BatchLoop loop = start(connections, mover)) {
        await().atMost(LONG).until(() -> broker.depth(OUT) == 49 && broker.depth(IN) == 0);
        assertThat(loop.isRunning()).isTrue();
      }
      assertThat(mover.refused).containsExactly(20);
    }
  }

  @Test
  void whatIsNotAcceptableIsToldAndGone() {
    try (BrokerFixture broker = BrokerFixture.in(folder);
        Connections connections = broker.connectionsAs("worker")) {
      fill(connections, 0, 20);
      Mover mover = new Mover();
      mover.unacceptable = List.of(3, 4);
      try (BatchLoop loop = start(connections, mover)) {
        await().atMost(LONG).until(() -> broker.depth(OUT) == 18 && broker.depth(IN) == 0);
        assertThat(loop.isRunning()).isTrue();
      }
      assertThat(mover.rejected).containsExactly(3, 4);
    }
  }

  @Test
  void aQueueRemovedUnderItIsMadeAgain() throws Exception {
    try (BrokerFixture broker = BrokerFixture.in(folder);
        Connections connections = broker.connectionsAs("worker")) {
      Mover mover = new Mover();
      try (BatchLoop loop = start(connections, mover)) {
        await().until(() -> broker.depth(IN) == 0);
        broker.broker().server().destroyQueue(SimpleString.of(IN), null, false, true, true);
        await().atMost(LONG).until(() -> broker.depth(IN) == 0);
        fill(connections, 0, 5);
        await().atMost(LONG).until(() -> broker.depth(OUT) == 5);
        assertThat(loop.isRunning()).isTrue();
      }
    }
  }

  /** It would try again in an hour, or in ten years. */
  @Test
  @Timeout(120)
  void closingEndsItAlsoWhileItWaitsForABroker() {
    try (BrokerFixture broker = BrokerFixture.in(folder)) {
      ConnectionSettings settings = broker.as("worker");
      ConnectionSettings.Timings patient =
          settings.timings().withRetry(Duration.ofHours(1), Duration.ofDays(3650));
      AtomicInteger waits = new AtomicInteger();
      try (Connections connections = Connections.to(settings.withTimings(patient))) {
        BatchLoop loop = start(connections, new Mover(), counting(waits));
        await().until(() -> broker.depth(IN) == 0);
        broker.stop();
        await().atMost(LONG).until(() -> waits.get() == 1);
        loop.close();
        assertThat(loop.isRunning()).isFalse();
      }
      assertThat(waits).hasValue(1);
    }
  }

  private static WaitListener counting(AtomicInteger waits) {
    return new WaitListener() {
      @Override
      public void waiting(QuiverMessagingException why, int attempt, Duration pause) {
        waits.incrementAndGet();
      }

      @Override
      public void connected() {}
    };
  }

  private static BatchLoop start(Connections connections, Mover mover) {
    return start(connections, mover, WaitListener.silent());
  }

  private static BatchLoop start(Connections connections, Mover mover, WaitListener waits) {
    return BatchLoop.start(
        "mover",
        connections,
        BatchConfig.defaults().withPause(Duration.ofMillis(50)),
        mover,
        waits,
        Clock.systemUTC());
  }

  private static List<Integer> upTo(int end) {
    return IntStream.range(0, end).boxed().toList();
  }

  private static void fill(Connections connections, int from, int to) {
    fill(connections, from, to, "{\"some\":\"document\"}");
  }

  private static void fill(Connections connections, int from, int to, String document) {
    try (var connection = connections.connect(Use.CONSUME);
        TransactedSession session = TransactedSession.on(connection)) {
      session.queues().durable(IN);
      session.queues().durable(OUT);
      for (int i = from; i < to; i++) {
        ClientMessage message = session.textMessage("number", true);
        message.putIntProperty("number", i);
        TextBody.write(message, document);
        session.send(IN, message);
      }
      session.commit();
    }
  }

  private static List<Integer> drain(Connections connections) {
    try (var connection = connections.connect(Use.CONSUME);
        var session = connection.autoCommitSession();
        ClientConsumer consumer = session.createConsumer(OUT)) {
      session.start();
      List<Integer> numbers = new ArrayList<>();
      // Not receiveImmediate: it finds nothing while the broker still reads from its pages.
      ClientMessage message = consumer.receive(2_000);
      while (message != null) {
        message.acknowledge();
        numbers.add(message.getIntProperty("number"));
        message = consumer.receive(numbers.size() % 1000 == 0 ? 2_000 : 500);
      }
      return numbers;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Moves from IN to OUT. */
  private static final class Mover implements Move {
    final Queue<Integer> batches = new ConcurrentLinkedQueue<>();
    final Queue<Integer> refused = new ConcurrentLinkedQueue<>();
    final Queue<QuiverMessagingException> reasons = new ConcurrentLinkedQueue<>();
    final Queue<Integer> rejected = new ConcurrentLinkedQueue<>();
    final AtomicInteger committed = new AtomicInteger();
    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger unknown = new AtomicInteger();
    volatile boolean slowly;
    volatile List<Integer> toNowhere = List.of();
    volatile List<Integer> failing = List.of();
    volatile List<Integer> unacceptable = List.of();

    @Override
    public List<String> open(ExplicitQueues queues) {
      opened.incrementAndGet();
      queues.durable(IN);
      queues.durable(OUT);
      return List.of(IN);
    }

    @Override
    public void process(ClientMessage message, TransactedSession out) {
      int number = message.getIntProperty("number");
      if (slowly) {
        LockSupport.parkNanos(200_000);
      }
      if (failing.contains(number)) {
        throw new IllegalStateException("cannot handle " + number);
      }
      if (unacceptable.contains(number)) {
        throw new RejectedMessageException(Rejection.WRONG_VALUE, "number " + number);
      }
      ClientMessage moved = out.textMessage("number", true);
      moved.putIntProperty("number", number);
      TextBody.write(moved, TextBody.read(message, 262_144));
      out.send(toNowhere.contains(number) ? NOWHERE : OUT, moved);
    }

    @Override
    public void rejected(
        ClientMessage message, RejectedMessageException why, TransactedSession out) {
      rejected.add(message.getIntProperty("number"));
    }

    @Override
    public void refused(
        ClientMessage message, QuiverMessagingException why, TransactedSession out) {
      refused.add(message.getIntProperty("number"));
      reasons.add(why);
    }

    @Override
    public void rolledBack(QuiverMessagingException why) {
      unknown.incrementAndGet();
    }

    @Override
    public void committed(int messages) {
      committed.addAndGet(messages);
      batches.add(messages);
    }
  }
}
