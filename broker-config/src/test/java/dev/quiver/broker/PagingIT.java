package dev.quiver.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
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

        send(client);

        assertThat(store.isPaging()).isTrue();
        assertThat(store.getAddressSize()).isLessThan(2 * limit);
        assertThat(broker.server().locateQueue(POOL).getMessageCount()).isEqualTo(MESSAGES);
        receive(worker);
        await().atMost(Duration.ofSeconds(30)).until(() -> !store.isPaging());
      }
    }
  }

  private static void send(CoreClient client) throws Exception {
    try (ClientSession session = client.newTransactedSession();
        var producer = session.createProducer(POOL)) {
      String body = "x".repeat(CHARS);
      for (int i = 0; i < MESSAGES; i++) {
        producer.send(client.text(body).putIntProperty("number", i));
        if (i % 100 == 99) {
          session.commit();
        }
      }
    }
  }

  private static void receive(CoreClient worker) throws Exception {
    try (var consumer = worker.session().createConsumer(POOL)) {
      for (int i = 0; i < MESSAGES; i++) {
        ClientMessage message = consumer.receive(30_000);
        assertThat(message.getIntProperty("number")).isEqualTo(i);
        message.acknowledge();
      }
    }
  }
}
