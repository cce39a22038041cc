package dev.quiver.cli.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.broker.BrokerConfig;
import dev.quiver.broker.QuiverBroker;
import dev.quiver.messaging.connection.ConnectionSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broker that answers, one that refuses, one that is not there and one that says nothing. */
@Timeout(120)
class BrokerProbeIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;

  private static BrokerProbe probe(int port, String password, Duration patience) {
    ConnectionSettings settings =
        ConnectionSettings.of("tcp://127.0.0.1:" + port, "admin", password);
    return new BrokerProbe("127.0.0.1", port, settings, patience);
  }

  @Test
  void aBrokerThatWorksAnswersAndNothingIsLeftBehind() {
    try (QuiverBroker broker = QuiverBroker.start(BrokerConfig.in(folder).withPort(0))) {
      String password = broker.credentials().passwordOf("admin").orElseThrow();
      BrokerProbe probe = probe(broker.port(), password, PATIENCE);
      assertThat(probe.ask()).isEqualTo(BrokerProbe.Answer.ANSWERED);
      assertThat(probe.ask()).isEqualTo(BrokerProbe.Answer.ANSWERED);
      Queue queue =
          broker.server().locateQueue(SimpleString.of("quiver.tasks.worker.quiver-watchdog"));
      assertThat(queue.getMessageCount()).isZero();
      assertThat(queue.getMessagesAdded()).isEqualTo(2);
      assertThat(probe(broker.port(), "wrong", PATIENCE).ask())
          .isEqualTo(BrokerProbe.Answer.ANSWERED);
    }
  }

  @Test
  void aBrokerIsWellOnlyWhileItAnswers() {
    try (QuiverBroker broker = QuiverBroker.start(BrokerConfig.in(folder).withPort(0))) {
      BrokerHealth health = new BrokerHealth(broker, PATIENCE, Duration.ZERO);
      assertThat(health.isWell()).isTrue();
      // The server runs on and lets nobody in.
      broker.server().getRemotingService().pauseAcceptors();
      assertThat(broker.server().isStarted()).isTrue();
      assertThat(health.isWell()).isFalse();
    }
  }

  @Test
  void whoAcceptsAndSaysNothingIsSilentAndWhereNobodyListensItIsClosed() throws IOException {
    int port;
    try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      port = mute.getLocalPort();
      assertThat(probe(port, "any", Duration.ofSeconds(1)).ask())
          .isEqualTo(BrokerProbe.Answer.SILENT);
    }
    assertThat(probe(port, "any", PATIENCE).ask()).isEqualTo(BrokerProbe.Answer.CLOSED);
  }
}
