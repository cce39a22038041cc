package dev.quiver.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.core.client.impl.ClientSessionInternal;
import org.apache.activemq.artemis.spi.core.remoting.SessionContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardIT {

  private static final String POOL = "quiver.tasks.pool.text.count_words";
  private static final String ID = "_AMQ_DUPL_ID";

  @TempDir static Path folder;
  private static QuiverBroker broker;

  @BeforeAll
  static void start() throws Exception {
    broker =
        QuiverBroker.start(
            BrokerConfig.in(folder)
                .withPort(0)
                .withLimits(
                    BrokerLimits.defaults()
                        .withDelayed(new BrokerLimits.Delayed(6, 64 * 1024))
                        .withPerUser(new BrokerLimits.PerUser(20, 12))));
    try (CoreClient worker = CoreClient.of(broker, "worker")) {
      worker.createQueue(POOL);
    }
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void everyUserHasItsOwnInboxAndNobodyElses() throws Exception {
    try (CoreClient client = CoreClient.of(broker, "client");
        CoreClient other = CoreClient.of(broker, "chat");
        CoreClient worker = CoreClient.of(broker, "worker")) {
      client.createQueue("quiver.tasks.results.client.c1");
      worker.send("quiver.tasks.results.client.c1", "outcome");
      try (var inbox = client.session().createConsumer("quiver.tasks.results.client.c1")) {
        assertThat(inbox.receive(5_000)).isNotNull();
      }
      assertThatThrownBy(() -> other.session().createConsumer("quiver.tasks.results.client.c1"))
          .isInstanceOf(ActiveMQSecurityException.class);
      assertThatThrownBy(() -> other.createQueue("quiver.tasks.results.client.c2"))
          .isInstanceOf(ActiveMQSecurityException.class);
    }
  }

  @Test
  void aUserHasSoManySessionsAndOthersAreNotHeldUp() throws Exception {
    List<CoreClient> open = new ArrayList<>();
    try {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 30; i++) {
                  open.add(CoreClient.of(broker, "peer"));
                }
              })
          .hasMessageContaining("refused (too-many-sessions)");
      assertThat(open).hasSizeBetween(5, 20);
      CoreClient.of(broker, "node").close();
      open.remove(0).close();
      await().untilAsserted(() -> CoreClient.of(broker, "peer").close());
    } finally {
      for (CoreClient each : open) {
        each.close();
      }
    }
  }

  @Test
  void aQueueBearsTheNameOfItsAddress() throws Exception {
    try (CoreClient worker = CoreClient.of(broker, "worker")) {
      String own = "quiver.tasks.worker.Worker-1";
      worker.session().createAddress(SimpleString.of(own), RoutingType.ANYCAST, false);
      assertThatThrownBy(
              () ->
                  worker
                      .session()
                      .createQueue(
                          QueueConfiguration.of("quiver.tasks.worker.Worker-2")
                              .setAddress(own)
                              .setRoutingType(RoutingType.ANYCAST)))
          .hasMessageContaining("refused (queue-name)");
    }
  }

  @Test
  void aSubscriptionBearsTheNameOfItsUser() throws Exception {
    try (CoreClient worker = CoreClient.of(broker, "worker")) {
      assertThatThrownBy(() -> subscribe(worker, "workers.cancels"))
          .hasMessageContaining("refused (queue-name)");
      subscribe(worker, "worker.cancels");
      subscribe(worker, java.util.UUID.randomUUID().toString());
    }
  }

  @Test
  void aPresenceKeyBeginsWithTheUser() throws Exception {
    try (CoreClient worker = CoreClient.of(broker, "worker")) {
      worker.send("quiver.presence.worker", keyed(worker, "worker/Worker-1"));
      for (String key : new String[] {"client/Worker-1", "worker", "worker2/x", null}) {
        assertThatThrownBy(() -> worker.send("quiver.presence.worker", keyed(worker, key)))
            .hasMessageContaining("refused (foreign-key)");
      }
    }
  }

  @Test
  void onlyWhoPassesTasksOnNamesTheirSubmitter() throws Exception {
    try (CoreClient client = CoreClient.of(broker, "client");
        CoreClient worker = CoreClient.of(broker, "worker")) {
      ClientMessage forged = client.text("work").putStringProperty("taskSubmitter", "alice");
      assertThatThrownBy(() -> client.send(POOL, forged))
          .hasMessageContaining("refused (forged-property)");
      for (String each : List.of("taskAttempt", "taskGeneration", "taskDeaths")) {
        assertThatThrownBy(() -> client.send(POOL, client.text("work").putIntProperty(each, 3)))
            .as(each)
            .hasMessageContaining("refused (forged-property)");
      }
      ClientMessage alone = client.text("work").putBooleanProperty("taskAlone", true);
      assertThatThrownBy(() -> client.send(POOL, alone))
          .hasMessageContaining("refused (forged-property)");
      worker.send(POOL, worker.text("again").putStringProperty("taskSubmitter", "alice"));
    }
  }

  @Test
  void aDuplicateIdBeginsWithTheUserButForThoseWhoPassTasksOn() throws Exception {
    try (CoreClient client = CoreClient.of(broker, "client");
        CoreClient worker = CoreClient.of(broker, "worker")) {
      client.send(POOL, client.text("mine").putStringProperty(ID, "client/t1"));
      List<Object> foreign =
          List.of("alice/t1", "clients/t1", "t1", "", SimpleString.of("alice/t1").getData(), 7);
      for (Object each : foreign) {
        ClientMessage stolen = client.text("its");
        stolen.putObjectProperty(ID, each);
        assertThatThrownBy(() -> client.send(POOL, stolen))
            .as("%s", each)
            .hasMessageContaining("refused (foreign-duplicate-id)");
      }
      worker.send(POOL, worker.text("again").putStringProperty(ID, "alice/t1"));
    }
  }

  @Test
  void whatBrokersTellEachOtherIsRefusedFromClients() throws Exception {
    try (CoreClient client = CoreClient.of(broker, "client")) {
      List<String> bytes = List.of("_AMQ_ROUTE_TO", "_AMQ_ACK_ROUTE_TO", "_AMQ_BRIDGE_DUP");
      for (String each : bytes) {
        ClientMessage message = client.text("x").putBytesProperty(each, new byte[8]);
        assertThatThrownBy(() -> client.send(POOL, message))
            .as(each)
            .hasMessageContaining("refused (forged-property)");
      }
      ClientMessage compressed = client.text("x").putBooleanProperty("_AMQ_LARGE_COMPRESSED", true);
      assertThatThrownBy(() -> client.send(POOL, compressed))
          .hasMessageContaining("refused (forged-property)");
      ClientMessage closing = client.text("x").putIntProperty("_AMQ_GROUP_SEQUENCE", -1);
      assertThatThrownBy(() -> client.send(POOL, closing))
          .hasMessageContaining("refused (forged-property)");
      client.send(POOL, client.text("x").putIntProperty("_AMQ_GROUP_SEQUENCE", 1));
    }
  }

  /** What a plugin throws that is no refusal Artemis logs, and takes the message. */
  @Test
  void whatCannotBeJudgedIsRefused() throws Exception {
    try (CoreClient client = CoreClient.of(broker, "client")) {
      ClientMessage key = client.text("x").putBytesProperty("_AMQ_LVQ_NAME", new byte[] {1, 2, 3});
      assertThatThrownBy(() -> client.send("quiver.tasks.cancel", key))
          .hasMessageContaining("refused (unreadable)");
    }
  }

  @Test
  void aRefusedMessageFailsItsTransaction() throws Exception {
    try (CoreClient client = CoreClient.of(broker, "client");
        ClientSession transacted = client.newTransactedSession();
        var producer = transacted.createProducer(POOL)) {
      producer.send(client.text("one"));
      // Sent without waiting, as transacted sends are.
      producer.send(client.text("two").putLongProperty("taskEpoch", 7));
      assertThatThrownBy(transacted::commit)
          .isInstanceOf(ActiveMQException.class)
          .hasMessageContaining("refused (forged-property)");
    }
  }

  @Test
  void anAdminsCancelIsStampedAndNobodyElsesMayBe() throws Exception {
    try (CoreClient admin = CoreClient.of(broker, "admin");
        CoreClient client = CoreClient.of(broker, "client");
        CoreClient worker = CoreClient.of(broker, "worker")) {
      admin.send("quiver.tasks.cancel", keyed(admin, "admin/task/1"));
      client.send("quiver.tasks.cancel", keyed(client, "client/task/1"));
      assertThatThrownBy(
              () ->
                  client.send(
                      "quiver.tasks.cancel",
                      keyed(client, "client/task/2").putBooleanProperty("admin", true)))
          .hasMessageContaining("refused (forged-property)");
      worker.session().start();
      try (var browser =
          worker
              .session()
              .createConsumer("quiver.tasks.cancel::quiver.tasks.cancel.tombstones", null, true)) {
        int stamped = 0;
        for (ClientMessage m = browser.receive(2_000); m != null; m = browser.receiveImmediate()) {
          String user = m.getValidatedUserID();
          assertThat(Boolean.TRUE.equals(m.getBooleanProperty("admin")))
              .isEqualTo("admin".equals(user));
          stamped++;
        }
        assertThat(stamped).isEqualTo(2);
      }
    }
  }

  @Test
  void moreDelayedMessagesThanMemoryBearsAreRefused() throws Exception {
    try (CoreClient client = CoreClient.of(broker, "client");
        CoreClient peer = CoreClient.of(broker, "peer");
        CoreClient admin = CoreClient.of(broker, "admin");
        CoreClient worker = CoreClient.of(broker, "worker")) {
      for (int i = 0; i < 10; i++) {
        // What was not let in takes nobody's room.
        assertThatThrownBy(() -> peer.send(POOL, delayed(peer)))
            .isInstanceOf(ActiveMQSecurityException.class);
      }
      ClientMessage heavy = delayed(client, "x".repeat(20_000));
      assertThatThrownBy(() -> client.send(POOL, heavy))
          .hasMessageContaining("refused (too-many-delayed)");
      for (CoreClient each : List.of(client, admin)) {
        for (int i = 0; i < 3; i++) {
          each.send(POOL, delayed(each));
        }
        assertThatThrownBy(() -> each.send(POOL, delayed(each)))
            .as("half of the room is for one user")
            .hasMessageContaining("refused (too-many-delayed)");
      }
      worker.send(POOL, delayed(worker));
    }
  }

  @Test
  void nobodyPutsItsTasksIntoAnothersGroup() throws Exception {
    String group = Message.HDR_GROUP_ID.toString();
    try (CoreClient client = CoreClient.of(broker, "client");
        CoreClient worker = CoreClient.of(broker, "worker")) {
      client.send(POOL, client.text("mine").putStringProperty(group, "client/text/a"));
      worker.send(POOL, worker.text("again").putStringProperty(group, "client/text/a"));
      for (String each : List.of("ana/text/a", "a")) {
        assertThatThrownBy(() -> client.send(POOL, client.text("x").putStringProperty(group, each)))
            .as(each)
            .hasMessageContaining("refused (foreign-group)");
      }
    }
  }

  @Test
  void onlyTasksAreDelayed() throws Exception {
    try (CoreClient client = CoreClient.of(broker, "client")) {
      assertThatThrownBy(() -> client.send("quiver.tasks.query", delayed(client)))
          .hasMessageContaining("refused (forged-property)");
    }
  }

  @Test
  void aSelectorComparesAndNothingElse() throws Exception {
    String tombstones = "quiver.tasks.cancel.tombstones";
    try (CoreClient worker = CoreClient.of(broker, "worker")) {
      ClientSession session = worker.session();
      session.createConsumer(tombstones, "taskType = 'a.like.b' AND NOT (n IN ('a', 'b'))", true);
      for (String each : List.of("p LIKE '%a%a%a%a%b'", "/*'*/ p like 'x' /*'*/", "XPATH '//a'")) {
        assertThatThrownBy(() -> session.createConsumer(tombstones, each, true))
            .as(each)
            .hasMessageContaining("refused (selector)");
        QueueConfiguration subscription =
            QueueConfiguration.of("worker.choosy")
                .setAddress("quiver.tasks.cancel")
                .setFilterString(each)
                .setRoutingType(RoutingType.MULTICAST);
        assertThatThrownBy(() -> session.createQueue(subscription))
            .as(each)
            .hasMessageContaining("refused (selector)");
      }
    }
  }

  @Test
  void nobodyReadsOrRemovesAnothersSubscription() throws Exception {
    try (CoreClient worker = CoreClient.of(broker, "worker");
        CoreClient orchestrator = CoreClient.of(broker, "orchestrator")) {
      subscribe(worker, "worker.mine");
      assertThatThrownBy(() -> orchestrator.session().createConsumer("worker.mine"))
          .hasMessageContaining("refused (foreign-subscription)");
      assertThatThrownBy(() -> orchestrator.session().deleteQueue("worker.mine"))
          .hasMessageContaining("refused (foreign-subscription)");
      worker.session().createConsumer("worker.mine").close();
      worker.session().deleteQueue("worker.mine");
    }
  }

  @Test
  void nobodySendsToOneQueueOfAnAddress() throws Exception {
    try (CoreClient worker = CoreClient.of(broker, "worker")) {
      subscribe(worker, "worker.one");
      assertThatThrownBy(
              () -> worker.send("quiver.tasks.cancel::worker.one", keyed(worker, "worker/task/1")))
          .hasMessageContaining("refused (queue-name)");
      worker.session().deleteQueue("worker.one");
    }
  }

  @Test
  void noClientPreparesTransactions() throws Exception {
    try (CoreClient worker = CoreClient.of(broker, "worker")) {
      assertThatThrownBy(worker::newDistributedSession)
          .hasMessageContaining("refused (distributed-transaction)");
    }
    try (CoreClient worker = CoreClient.of(broker, "worker")) {
      // Artemis would execute it on a session that was not opened for it, too.
      SessionContext raw = ((ClientSessionInternal) worker.session()).getSessionContext();
      assertThatThrownBy(raw::xaScan).isInstanceOf(ActiveMQException.class);
      await().until(() -> worker.session().isClosed());
    }
  }

  @Test
  void whatIsSaidOfWorkersDoesNotWaitForEver() throws Exception {
    try (CoreClient worker = CoreClient.of(broker, "worker");
        CoreClient viewer = CoreClient.of(broker, "viewer")) {
      viewer
          .session()
          .createQueue(
              QueueConfiguration.of("viewer.beats")
                  .setAddress("quiver.workers.heartbeat")
                  .setRoutingType(RoutingType.MULTICAST));
      worker.send("quiver.workers.heartbeat", "alive");
      try (var consumer = viewer.session().createConsumer("viewer.beats")) {
        assertThat(consumer.receive(5_000).getExpiration()).isPositive();
      }
      viewer.session().deleteQueue("viewer.beats");
    }
  }

  @Test
  void aSendThatNobodyWouldGetIsRefused() throws Exception {
    try (CoreClient worker = CoreClient.of(broker, "worker");
        CoreClient client = CoreClient.of(broker, "client")) {
      String halfMade = "quiver.tasks.pool.half.made";
      worker.session().createAddress(SimpleString.of(halfMade), RoutingType.ANYCAST, false);
      assertThatThrownBy(() -> client.send(halfMade, "work"))
          .hasMessageContaining("refused (no-queue)");
      assertThatThrownBy(() -> client.send("quiver.tasks.pool.never.served", "work"))
          .hasMessageContaining("quiver.tasks.pool.never.served");
    }
  }

  private static ClientMessage delayed(CoreClient by) {
    return delayed(by, "later");
  }

  private static ClientMessage delayed(CoreClient by, String text) {
    return by.text(text)
        .putLongProperty(
            Message.HDR_SCHEDULED_DELIVERY_TIME, System.currentTimeMillis() + 3_600_000);
  }

  private static ClientMessage keyed(CoreClient by, String key) {
    ClientMessage message = by.text("here");
    return key == null
        ? message
        : message.putStringProperty(Message.HDR_LAST_VALUE_NAME.toString(), key);
  }

  private static void subscribe(CoreClient by, String name) throws ActiveMQException {
    by.session()
        .createQueue(
            QueueConfiguration.of(name)
                .setAddress("quiver.tasks.cancel")
                .setRoutingType(RoutingType.MULTICAST));
  }
}
