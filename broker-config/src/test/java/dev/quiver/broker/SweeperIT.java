package dev.quiver.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.core.security.SecurityAuth;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweeperIT {

  private static final Duration DISUSE = Duration.ofMillis(400);
  private static final Duration LONG = Duration.ofSeconds(60);

  /** What an owner may be told that comes while the sweep removes. */
  private static final Set<ActiveMQExceptionType> BETWEEN =
      Set.of(
          ActiveMQExceptionType.ADDRESS_EXISTS,
          ActiveMQExceptionType.QUEUE_EXISTS,
          ActiveMQExceptionType.ADDRESS_DOES_NOT_EXIST);

  @TempDir Path folder;
  private QuiverBroker broker;

  @BeforeEach
  void start() {
    broker = start(0);
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void theQueuesOfAThousandWorkersAndClientsLeaveNothingBehind() throws Exception {
    // Long enough that a stall of the machine is not taken for disuse.
    broker.close();
    broker = start(0, Duration.ofSeconds(4));
    Set<String> before = everything();
    for (int i = 0; i < 500; i++) {
      try (CoreClient worker = CoreClient.of(broker, "worker");
          CoreClient client = CoreClient.of(broker, "client")) {
        String own = "quiver.tasks.worker.Worker-" + i;
        String inbox = "quiver.tasks.results.client.c" + i;
        worker.createQueue(own);
        worker.createQueue("quiver.tasks.assigned.Worker-" + i);
        worker.createQueue("quiver.replies.worker.p" + i);
        worker
            .session()
            .createQueue(
                QueueConfiguration.of("worker.cancels-" + i)
                    .setAddress("quiver.tasks.cancel")
                    .setRoutingType(RoutingType.MULTICAST));
        client.createQueue(inbox);
        client.send(own, "work");
        try (var consumer = worker.session().createConsumer(own)) {
          consumer.receive(5_000).acknowledge();
        }
        worker.send(inbox, "outcome");
        try (var consumer = client.session().createConsumer(inbox)) {
          consumer.receive(5_000).acknowledge();
        }
      }
    }
    await().atMost(LONG).untilAsserted(() -> assertThat(everything()).isEqualTo(before));
  }

  @Test
  void theAddressOfAnswersGoesWithItsQueueAndOneOfNobodyElse() throws Exception {
    broker.close();
    broker = start(0, Duration.ofHours(1));
    Set<String> before = everything();
    try (CoreClient node = CoreClient.of(broker, "node");
        CoreClient asked = CoreClient.of(broker, "worker")) {
      String replies = "quiver.replies.node.dht-1";
      node.createQueue(replies);
      asked.send(replies, "an answer");
      node.session().deleteQueue(replies);

      assertThat(everything()).isEqualTo(before);
      assertThatThrownBy(() -> asked.send(replies, "a late answer"))
          .isInstanceOf(ActiveMQException.class);

      node.createQueue(replies);
      asked.send(replies, "an answer to the next question");
      try (var consumer = node.session().createConsumer(replies)) {
        assertThat(consumer.receive(5_000)).isNotNull();
      }
    }
  }

  @Test
  void whatIsInUseStays() throws Exception {
    try (CoreClient worker = CoreClient.of(broker, "worker");
        CoreClient client = CoreClient.of(broker, "client")) {
      worker.createQueue("quiver.tasks.pool.text.count_words");
      worker.createQueue("quiver.tasks.worker.my-worker");
      worker.createQueue("quiver.tasks.worker.Worker-1");
      worker.createQueue("quiver.tasks.worker.Worker-2");
      worker.createQueue("quiver.tasks.worker.Worker-3");
      worker.createQueue("quiver.tasks.worker.Worker-4");
      client.send("quiver.tasks.worker.Worker-1", "waits");
      client.send(
          "quiver.tasks.worker.Worker-4",
          client
              .text("later")
              .putLongProperty("_AMQ_SCHED_DELIVERY", System.currentTimeMillis() + 600_000));
      worker.session().createConsumer("quiver.tasks.worker.Worker-2");
      // When the unused third is gone, the others have had the same time.
      await().atMost(LONG).until(() -> !exists("quiver.tasks.worker.Worker-3"));
      for (String kept :
          List.of(
              "quiver.tasks.pool.text.count_words",
              "quiver.tasks.worker.my-worker",
              "quiver.tasks.worker.Worker-1",
              "quiver.tasks.worker.Worker-2",
              "quiver.tasks.worker.Worker-4",
              "quiver.tasks.cancel.tombstones",
              "quiver.presence.worker")) {
        assertThat(exists(kept)).as(kept).isTrue();
      }
      assertThatThrownBy(() -> client.send("quiver.tasks.worker.Worker-3", "too late"))
          .isInstanceOf(ActiveMQException.class);
    }
  }

  @Test
  void oneQueueThatCannotBeRemovedHoldsUpNoOther() throws Exception {
    AtomicInteger refusals = new AtomicInteger();
    broker
        .server()
        .registerBrokerPlugin(
            new ActiveMQServerPlugin() {
              @Override
              public void beforeDestroyQueue(
                  Queue queue,
                  SecurityAuth session,
                  boolean checkConsumerCount,
                  boolean removeConsumers,
                  boolean autoDeleteAddress)
                  throws ActiveMQException {
                if (queue.getName().toString().endsWith("Worker-5")) {
                  refusals.incrementAndGet();
                  throw new ActiveMQException("it cannot be removed");
                }
              }
            });
    try (CoreClient worker = CoreClient.of(broker, "worker");
        CoreClient node = CoreClient.of(broker, "node")) {
      for (int i = 0; i < 10; i++) {
        worker.createQueue("quiver.tasks.worker.Worker-" + i);
      }
      // Its owner was killed before it made the queue; it comes after all queues.
      String bare = "quiver.dht.ring.n1";
      node.session().createAddress(SimpleString.of(bare), RoutingType.ANYCAST, false);
      for (int i = 0; i < 10; i++) {
        String queue = "quiver.tasks.worker.Worker-" + i;
        if (i != 5) {
          await().atMost(LONG).until(() -> !exists(queue));
        }
      }
      await().atMost(LONG).until(() -> !isAddress(bare));
      int before = refusals.get();
      assertThat(before).isPositive();
      await().atMost(LONG).until(() -> refusals.get() > before);
      assertThat(exists("quiver.tasks.worker.Worker-5")).isTrue();
    }
  }

  @Test
  void whatKilledPeersSaidToEachOtherGoesAndTheirLogsStay() throws Exception {
    try (CoreClient peer = CoreClient.of(broker, "peer")) {
      for (String queue : List.of("sequence", "peer.1", "report")) {
        peer.createQueue("quiver.multicast.lab." + queue);
        peer.send("quiver.multicast.lab." + queue, "the last word");
      }
    }
    await()
        .atMost(LONG)
        .until(
            () ->
                !exists("quiver.multicast.lab.sequence") && !exists("quiver.multicast.lab.peer.1"));
    assertThat(exists("quiver.multicast.lab.report")).isTrue();
  }

  @Test
  void aRoomThatNobodyCameBackToGoesWithWhatWasSaidAndOneWithSomebodyStays() throws Exception {
    try (CoreClient listener = CoreClient.of(broker, "admin")) {
      subscribe(listener, "quiver.chat.room.garden", "admin.quiver.room.garden");
      listener.session().createConsumer("admin.quiver.room.garden");
      try (CoreClient killed = CoreClient.of(broker, "admin")) {
        subscribe(killed, "quiver.chat.room.attic", "admin.quiver.room.attic");
        ClientMessage said = killed.text("nobody hears it");
        said.setRoutingType(RoutingType.MULTICAST);
        killed.send("quiver.chat.room.attic", said);
      }
      await()
          .atMost(LONG)
          .until(() -> !exists("admin.quiver.room.attic") && !isAddress("quiver.chat.room.attic"));
      assertThat(exists("admin.quiver.room.garden")).isTrue();
    }
  }

  /** Its durable subscription would else make the broker grow for ever. */
  @Test
  void whatAnOrchestratorThatNeverComesBackSubscribedToGoesWithWhatItHolds() throws Exception {
    String events = "quiver.tasks.events";
    try (CoreClient living = CoreClient.of(broker, "orchestrator");
        CoreClient worker = CoreClient.of(broker, "worker")) {
      hear(living, events, "orchestrator.quiver.events.A");
      living.session().createConsumer("orchestrator.quiver.events.A");
      try (CoreClient gone = CoreClient.of(broker, "orchestrator")) {
        hear(gone, events, "orchestrator.quiver.events.B");
      }
      for (int i = 0; i < 100; i++) {
        ClientMessage event = worker.text("an event");
        event.setRoutingType(RoutingType.MULTICAST);
        worker.send(events, event);
      }
      await().atMost(LONG).until(() -> !exists("orchestrator.quiver.events.B"));
      assertThat(exists("orchestrator.quiver.events.A")).isTrue();
    }
  }

  private static void hear(CoreClient client, String topic, String queue) throws ActiveMQException {
    client
        .session()
        .createQueue(
            QueueConfiguration.of(queue).setAddress(topic).setRoutingType(RoutingType.MULTICAST));
  }

  private static void subscribe(CoreClient client, String room, String queue)
      throws ActiveMQException {
    client.session().createAddress(SimpleString.of(room), RoutingType.MULTICAST, false);
    hear(client, room, queue);
  }

  private boolean isAddress(String name) {
    return broker.server().getAddressInfo(SimpleString.of(name)) != null;
  }

  @Test
  void aTransactionKeepsTheQueueItHasSentTo() throws Exception {
    try (CoreClient worker = CoreClient.of(broker, "worker");
        CoreClient client = CoreClient.of(broker, "client");
        ClientSession transacted = client.newTransactedSession();
        var producer = transacted.createProducer("quiver.tasks.worker.Worker-1")) {
      worker.createQueue("quiver.tasks.worker.Worker-1");
      worker.createQueue("quiver.tasks.worker.Worker-2");
      worker.createQueue("quiver.tasks.worker.Worker-3");
      producer.send(client.text("work"));
      await().atMost(LONG).until(() -> !exists("quiver.tasks.worker.Worker-2"));
      // Twice its time of disuse has passed for the first one when a third, made now, is gone.
      worker.createQueue("quiver.tasks.worker.Worker-5");
      await().atMost(LONG).until(() -> !exists("quiver.tasks.worker.Worker-5"));
      transacted.commit();
      try (var consumer = worker.session().createConsumer("quiver.tasks.worker.Worker-1")) {
        assertThat(consumer.receive(5_000)).isNotNull();
      }
    }
  }

  @Test
  void nothingIsLostBetweenSendersAndTheSweep() throws Exception {
    // Senders pause for about the time of disuse, so that many sends meet a removal.
    AtomicInteger accepted = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    AtomicInteger received = new AtomicInteger();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    AtomicBoolean enough = new AtomicBoolean();
    List<Thread> threads = new ArrayList<>();
    for (int n = 0; n < 8; n++) {
      String queue = "quiver.tasks.worker.Worker-" + n;
      int seed = n;
      threads.add(
          new Thread(
              () -> {
                try (CoreClient worker = CoreClient.of(broker, "worker")) {
                  java.util.Random random = new java.util.Random(seed);
                  while (!enough.get()) {
                    long pause = DISUSE.toMillis() + random.nextInt(160) - 80;
                    Thread.sleep(pause);
                    try {
                      worker.send(queue, "work");
                      accepted.incrementAndGet();
                      received.addAndGet(drain(worker, queue));
                    } catch (ActiveMQException gone) {
                      refused.incrementAndGet();
                      makeAgain(worker, queue);
                    }
                  }
                  received.addAndGet(drain(worker, queue));
                } catch (Throwable cause) {
                  failure.compareAndSet(null, cause);
                }
              }));
    }
    threads.forEach(Thread::start);
    await()
        .atMost(LONG)
        .until(() -> (refused.get() > 60 && accepted.get() > 60) || failure.get() != null);
    enough.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failure.get()).isNull();
    assertThat(received.get()).isEqualTo(accepted.get());
  }

  @Test
  void afterARestartOwnersAndWaitingMessagesFindTheirQueues() throws Exception {
    String pool = "quiver.tasks.pool.text.count_words";
    String own = "quiver.tasks.worker.Worker-7";
    String inbox = "quiver.tasks.results.client.c1";
    try (CoreClient worker = reconnecting("worker");
        CoreClient client = reconnecting("client")) {
      worker.createQueue(pool);
      worker.createQueue(own);
      client.createQueue(inbox);
      try (var tasks = worker.session().createConsumer(own)) {
        client.send(pool, "waits in the pool");
        worker.send(inbox, "waits in the inbox");
        int port = broker.port();
        broker.close();
        broker = start(port);
        // The consumer came back by itself and goes on.
        await().atMost(LONG).until(() -> broker.server().locateQueue(own).getConsumerCount() == 1);
        client.send(own, "after the restart");
        ClientMessage task = tasks.receive(10_000);
        assertThat(task).isNotNull();
        task.acknowledge();
        try (var outcomes = client.session().createConsumer(inbox)) {
          assertThat(outcomes.receive(10_000)).isNotNull();
        }
        try (var waiting = worker.session().createConsumer(pool)) {
          assertThat(waiting.receive(10_000)).isNotNull();
        }
      }
    }
  }

  private static int drain(CoreClient worker, String queue) throws ActiveMQException {
    int drained = 0;
    try (var consumer = worker.session().createConsumer(queue)) {
      for (ClientMessage m = consumer.receiveImmediate();
          m != null;
          m = consumer.receiveImmediate()) {
        m.acknowledge();
        drained++;
      }
    } catch (ActiveMQException gone) {
      // An empty queue may go between the send and this.
      return drained;
    }
    return drained;
  }

  /** The address, or also the queue, may not be gone yet: then the next send says so. */
  private static void makeAgain(CoreClient worker, String queue) throws ActiveMQException {
    try {
      worker.createQueue(queue);
    } catch (ActiveMQException there) {
      assertThat(there.getType()).isIn(BETWEEN);
      try {
        worker
            .session()
            .createQueue(QueueConfiguration.of(queue).setRoutingType(RoutingType.ANYCAST));
      } catch (ActiveMQException alsoThere) {
        assertThat(alsoThere.getType()).isIn(BETWEEN);
      }
    }
  }

  private CoreClient reconnecting(String account) throws Exception {
    return CoreClient.of(
        broker,
        account,
        broker.credentials().passwordOf(account).orElseThrow(),
        "reconnectAttempts=-1&retryInterval=50&maxRetryInterval=200");
  }

  private boolean exists(String queue) {
    return broker.server().locateQueue(SimpleString.of(queue)) != null;
  }

  private Set<String> everything() {
    Set<String> all = new TreeSet<>();
    broker.server().getPostOffice().getAddresses().forEach(a -> all.add("address " + a));
    broker
        .server()
        .getPostOffice()
        .getAllBindings()
        .forEach(b -> all.add("queue " + b.getUniqueName()));
    all.removeIf(name -> name.contains("activemq.management"));
    assertThat(all).containsAll(Arrays.asList("queue DLQ", "queue ExpiryQueue"));
    return all;
  }

  private QuiverBroker start(int port) {
    return start(port, DISUSE);
  }

  private QuiverBroker start(int port, Duration disuse) {
    return QuiverBroker.start(
        BrokerConfig.in(folder).withPort(port).withDisuse(DisuseTimes.of(disuse)));
  }
}
