package dev.quiver.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.quiver.broker.guard.QuiverPlugin;
import dev.quiver.broker.guard.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SizeLimitIT {

  private static final int KIB = 1024;
  private static final String POOL = "quiver.tasks.pool.text.count_words";
  private static final String REFUSED = "refused (message-too-large)";

  @TempDir Path folder;
  private QuiverBroker broker;
  private CoreClient client;

  @BeforeEach
  void start() throws Exception {
    broker =
        QuiverBroker.start(
            BrokerConfig.in(folder)
                .withPort(0)
                .withLimits(
                    BrokerLimits.defaults()
                        .withDocumentBytes(64 * KIB)
                        .withStreamedBytes(1024 * KIB)));
    try (CoreClient worker = CoreClient.of(broker, "worker")) {
      worker.createQueue(POOL);
    }
    client = CoreClient.of(broker, "client");
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    broker.close();
  }

  @Test
  void anOrdinaryMessageAboveTheLimitIsRefused() throws Exception {
    client.send(POOL, "x".repeat(24 * KIB));
    assertThatThrownBy(() -> client.send(POOL, "x".repeat(40 * KIB))).hasMessageContaining(REFUSED);
  }

  @Test
  void aStreamedPayloadUpToTheLimitArrivesWhole() throws Exception {
    client.send(POOL, streamed(1024 * KIB));
    try (CoreClient worker = CoreClient.of(broker, "worker");
        var consumer = worker.session().createConsumer(POOL)) {
      ClientMessage received = consumer.receive(5_000);
      assertThat(received).isNotNull();
      assertThat(received.getBodySize()).isEqualTo(1024 * KIB);
    }
  }

  @Test
  void aStreamedPayloadAboveTheLimitIsCutOffWhileItStreamsAndRefused() throws Exception {
    Gauge gauge = new Gauge(40 * 1024 * KIB);
    ClientMessage huge = client.session().createMessage(true);
    huge.setBodyInputStream(gauge);
    assertThatThrownBy(() -> client.send(POOL, huge)).hasMessageContaining(REFUSED);
    // The limit, the head that comes on top, and the packet that crossed it.
    assertThat(gauge.mostOnDisk).isPositive().isLessThan(1024 * KIB + 64 * KIB + 256 * KIB);
    await().until(() -> onDisk() == 0);
    client.send(POOL, "and the session goes on");
    assertThat(plugin().refused(Refusal.MESSAGE_TOO_LARGE)).isEqualTo(1);
  }

  @Test
  void addressesOfDocumentsTakeNoStreams() throws Exception {
    ClientMessage cancel = streamed(300 * KIB);
    cancel.putStringProperty("_AMQ_LVQ_NAME", "client/task/1");
    assertThatThrownBy(() -> client.send("quiver.tasks.cancel", cancel))
        .hasMessageContaining(REFUSED);
  }

  @Test
  void whoMayNotSendFillsNoDiskOutsideTheNamespaceEither() throws Exception {
    Gauge gauge = new Gauge(8 * 1024 * KIB);
    ClientMessage huge = client.session().createMessage(true);
    huge.setBodyInputStream(gauge);
    assertThatThrownBy(() -> client.send("elsewhere", huge))
        .hasMessageContaining("permission='SEND'");
    assertThat(gauge.mostOnDisk).isLessThan(256 * KIB);
    await().until(() -> onDisk() == 0);
  }

  @Test
  void anAddressWithARoutingPrefixIsLimitedAsWithout() throws Exception {
    String password = broker.credentials().passwordOf("client").orElseThrow();
    try (CoreClient other =
        CoreClient.prefixed(broker, "anycastPrefix=jms.queue.", "client", password)) {
      Gauge gauge = new Gauge(8 * 1024 * KIB);
      ClientMessage huge = other.session().createMessage(true);
      huge.setBodyInputStream(gauge);
      assertThatThrownBy(() -> other.send("jms.queue." + POOL, huge)).hasMessageContaining(REFUSED);
      assertThat(gauge.mostOnDisk).isPositive().isLessThan(1024 * KIB + 64 * KIB + 256 * KIB);
      other.send("jms.queue." + POOL, other.text("and the session goes on"));
    }
    await().untilAsserted(() -> assertThat(depth()).isEqualTo(1));
  }

  private long depth() {
    return broker.server().locateQueue(POOL).getMessageCount();
  }

  @Test
  void aRefusedStreamFailsItsTransaction() throws Exception {
    try (ClientSession transacted = client.newTransactedSession();
        var producer = transacted.createProducer(POOL)) {
      producer.send(client.text("one"));
      assertThatThrownBy(
              () -> {
                producer.send(streamed(3 * 1024 * KIB));
                transacted.commit();
              })
          .isInstanceOf(ActiveMQException.class)
          .hasMessageContaining(REFUSED);
    }
    assertThat(depth()).isZero();
  }

  private ClientMessage streamed(int bytes) {
    ClientMessage message = client.session().createMessage(true);
    message.setBodyInputStream(new Gauge(bytes));
    return message;
  }

  private long onDisk() {
    try (Stream<Path> files = Files.list(folder.resolve("large-messages"))) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException cause) {
      throw new java.io.UncheckedIOException(cause);
    }
  }

  private QuiverPlugin plugin() {
    return (QuiverPlugin) broker.server().getBrokerPlugins().get(0);
  }

  /** So many bytes, one at a time, looking on the way how much the broker has on its disk. */
  @SuppressWarnings("InputStreamSlowMultibyteRead")
  private final class Gauge extends InputStream {
    private int left;
    private long mostOnDisk;

    Gauge(int bytes) {
      left = bytes;
    }

    @Override
    public int read() {
      if (left-- <= 0) {
        return -1;
      }
      if (left % (256 * KIB) == 0) {
        mostOnDisk = Math.max(mostOnDisk, onDisk());
      }
      return 'x';
    }
  }
}
