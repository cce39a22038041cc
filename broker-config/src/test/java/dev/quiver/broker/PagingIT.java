package dev.quiver.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.core.paging.PagingManager;
import org.apache.activemq.artemis.core.paging.PagingStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What waits beyond a limit of memory waits on disk, and nothing of it is lost. */
@Timeout(120)
class PagingIT {

  private static final String POOL = "quiver.tasks.pool.demo.sleep";
  private static final int MESSAGES = 4_000;
  private static final int CHARS = 16_000;

  @Test
  void aBacklogTakesSoMuchMemoryAndNoMore(@TempDir Path folder) throws Exception {
    BrokerConfig config = BrokerConfig.in(folder).withPort(0);
    try (QuiverBroker broker = QuiverBroker.start(config)) {
      try (CoreClient worker = CoreClient.of(broker, "worker");
          CoreClient client = CoreClient.of(broker, "client")) {
        worker.createQueue(POOL);
        PagingStore store = broker.server().getPagingManager().getPageStore(SimpleString.of(POOL));
        long limit = store.getMaxSize();
        assertThat(limit).isBetween(1L << 20, (long) MESSAGES * CHARS);

        send(client, POOL);

        assertThat(store.isPaging()).isTrue();
        assertThat(store.getAddressSize()).isLessThan(2 * limit);
        assertThat(broker.server().locateQueue(POOL).getMessageCount()).isEqualTo(MESSAGES);
        receive(worker, POOL);
        await().atMost(Duration.ofSeconds(30)).until(() -> !store.isPaging());
      }
    }
  }

  @Test
  void whatCannotPageHasRoomHoweverMuchWaits(@TempDir Path folder) throws Exception {
    long budget = 8L << 20;
    BrokerConfig config =
        BrokerConfig.in(folder)
            .withPort(0)
            .withLimits(BrokerLimits.defaults().withGlobalMaxSize(budget));
    try (QuiverBroker broker = QuiverBroker.start(config);
        CoreClient worker = CoreClient.of(broker, "worker");
        CoreClient client = CoreClient.of(broker, "client");
        CoreClient viewer = CoreClient.of(broker, "viewer")) {
      PagingManager paging = broker.server().getPagingManager();
      for (String type : List.of(POOL, POOL + "2")) {
        worker.createQueue(type);
        send(client, type);
        assertThat(paging.getPageStore(SimpleString.of(type)).isPaging()).isTrue();
      }
      // All that waits is many times as much; besides, a transaction's messages come together.
      assertThat(paging.getGlobalSize()).isBetween(budget, 2 * budget);

      worker.send("quiver.presence.worker", keyed(worker, "worker/1"));
      client.send("quiver.tasks.cancel", keyed(client, "client/task/1"));
      client.send("quiver.tasks.query", "who leads?");
      String beats = "viewer.beats";
      viewer
          .session()
          .createQueue(
              QueueConfiguration.of(beats)
                  .setAddress("quiver.workers.heartbeat")
                  .setRoutingType(RoutingType.MULTICAST));
      worker.send("quiver.workers.heartbeat", "alive");
      try (var consumer = viewer.session().createConsumer(beats)) {
        assertThat(consumer.receive(10_000)).isNotNull();
      }
      String replies = "quiver.replies.viewer.r1";
      viewer.createQueue(replies);
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 100; i++) {
                  worker.send(replies, "x".repeat(CHARS));
                }
              })
          .as("of what nobody reads there is not as much as its address would take")
          .hasMessageContaining("refused (memory-full)");
      receive(worker, POOL);
      receive(worker, POOL + "2");
      worker.send(replies, "there is room again");
      assertThat(paging.getGlobalSize()).isLessThan(budget);
    }
  }

  private static ClientMessage keyed(CoreClient by, String key) {
    return by.text("here").putStringProperty("_AMQ_LVQ_NAME", key);
  }

  private static void send(CoreClient client, String pool) throws Exception {
    try (ClientSession session = client.newTransactedSession();
        var producer = session.createProducer(pool)) {
      String body = "x".repeat(CHARS);
      for (int i = 0; i < MESSAGES; i++) {
        producer.send(client.text(body).putIntProperty("number", i));
        if (i % 100 == 99) {
          session.commit();
        }
      }
    }
  }

  private static void receive(CoreClient worker, String pool) throws Exception {
    try (var consumer = worker.session().createConsumer(pool)) {
      for (int i = 0; i < MESSAGES; i++) {
        ClientMessage message = consumer.receive(30_000);
        assertThat(message.getIntProperty("number")).isEqualTo(i);
        message.acknowledge();
      }
    }
  }
}
