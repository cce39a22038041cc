package dev.quiver.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Less free than must stay free is what the broker takes for a full disk. */
class DiskFullIT {

  private static final String POOL = "quiver.tasks.pool.text.count_words";

  @TempDir Path folder;

  @Test
  @Timeout(60)
  void sendsFailAtOnceAndConsumersGoOn() throws Exception {
    try (QuiverBroker broker = start(1)) {
      try (CoreClient worker = CoreClient.of(broker, "worker");
          CoreClient client = CoreClient.of(broker, "client")) {
        worker.createQueue(POOL);
        client.send(POOL, "sent while there was room");
      }
    }
    long usable = Files.getFileStore(folder).getUsableSpace();
    try (QuiverBroker broker = start(usable * 2);
        CoreClient worker = CoreClient.of(broker, "worker");
        CoreClient client = CoreClient.of(broker, "client")) {
      // The broker looks at its disk once a second.
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> broker.server().getPagingManager().isDiskFull());
      assertThatThrownBy(() -> client.send(POOL, "no room"))
          .isInstanceOf(ActiveMQException.class)
          .hasMessageContaining(POOL);
      try (ClientSession transacted = client.newTransactedSession();
          var producer = transacted.createProducer(POOL)) {
        assertThatThrownBy(
                () -> {
                  producer.send(client.text("no room"));
                  transacted.commit();
                })
            .isInstanceOf(ActiveMQException.class);
      }
      try (var consumer = worker.session().createConsumer(POOL)) {
        var kept = consumer.receive(5_000);
        assertThat(kept).isNotNull();
        kept.acknowledge();
      }
    }
  }

  private QuiverBroker start(long minDiskFree) {
    return QuiverBroker.start(
        BrokerConfig.in(folder)
            .withPort(0)
            .withLimits(BrokerLimits.defaults().withMinDiskFree(minDiskFree)));
  }
}
