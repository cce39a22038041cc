package dev.quiver.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user has left in the broker counts after a restart as before. */
class SharesOverRestartIT {

  private static final String CANCEL = "quiver.tasks.cancel";
  private static final int MOST_QUEUES = 5;

  @TempDir Path folder;

  private QuiverBroker start() throws Exception {
    return QuiverBroker.start(
        BrokerConfig.in(folder)
            .withPort(0)
            .withLimits(
                BrokerLimits.defaults().withPerUser(new BrokerLimits.PerUser(1_000, MOST_QUEUES))));
  }

  @Test
  void queuesFromBeforeTheStartCount() throws Exception {
    try (QuiverBroker broker = start();
        CoreClient client = CoreClient.of(broker, "client")) {
      for (int i = 0; i < MOST_QUEUES; i++) {
        client.createQueue("quiver.tasks.results.client." + i);
      }
      assertThatThrownBy(() -> client.createQueue("quiver.tasks.results.client.more"))
          .hasMessageContaining("refused (too-many-queues)");
    }
    try (QuiverBroker broker = start();
        CoreClient client = CoreClient.of(broker, "client")) {
      assertThatThrownBy(() -> client.createQueue("quiver.tasks.results.client.more"))
          .hasMessageContaining("refused (too-many-queues)");
      client.session().deleteQueue("quiver.tasks.results.client.0");
      client.createQueue("quiver.tasks.results.client.another");
    }
  }

  @Test
  void cancelsFromBeforeTheStartCount() throws Exception {
    int sent = 0;
    try (QuiverBroker broker = start();
        CoreClient client = CoreClient.of(broker, "client")) {
      while (cancels(client, "client/" + sent)) {
        sent++;
        assertThat(sent).isLessThan(5_000);
      }
      // Half of 32 MiB, in messages of some 15 KB.
      assertThat(sent).isBetween(900, 1_100);
    }
    try (QuiverBroker broker = start();
        CoreClient client = CoreClient.of(broker, "client");
        CoreClient admin = CoreClient.of(broker, "admin")) {
      assertThat(cancels(client, "client/more")).isFalse();
      assertThat(cancels(client, "client/0")).isTrue();
      assertThat(cancels(admin, "admin/0")).isTrue();
    }
  }

  private static boolean cancels(CoreClient by, String key) throws ActiveMQException {
    try {
      by.send(
          CANCEL,
          by.text("x".repeat(15_000 / 2))
              .putStringProperty(Message.HDR_LAST_VALUE_NAME.toString(), key));
      return true;
    } catch (ActiveMQException refused) {
      assertThat(refused).hasMessageContaining("refused (too-many-keys)");
      return false;
    }
  }
}
