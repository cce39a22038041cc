package dev.quiver.messaging.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.broker.BrokerConfig;
import dev.quiver.broker.HostPort;
import dev.quiver.broker.PairConfig;
import dev.quiver.broker.Profile;
import dev.quiver.broker.QuiverBroker;
import dev.quiver.broker.TlsConfig;
import dev.quiver.broker.certs.CertificateFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two brokers on one folder speak TLS to each other and to clients: the one that waits takes over,
 * and gives back when the other one, which it hears of over their connection alone, is there again.
 */
class TlsPairIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private Path folder;

  @Test
  void aPairHandsOverAndBack() throws IOException {
    Path certs = folder.resolve("certs");
    CertificateFolder.make(
        certs,
        new CertificateFolder.Wanted(List.of(), List.of(), Duration.ofDays(30)),
        Clock.systemUTC());
    HostPort first = new HostPort("127.0.0.1", freePort());
    HostPort second = new HostPort("127.0.0.1", freePort());
    BrokerConfig primary = member(certs, Profile.PRIMARY, first, second);
    BrokerConfig backup = member(certs, Profile.BACKUP, second, first);

    QuiverBroker live = QuiverBroker.start(primary);
    ConnectionSettings settings =
        ConnectionSettings.of(
            new TlsFolder(certs).onto(live.url()),
            "client",
            live.credentials().passwordOf("client").orElseThrow());
    try (QuiverBroker waits = QuiverBroker.start(backup)) {
      assertThat(live.serves()).isTrue();
      assertThat(waits.serves()).isFalse();
      requireConnection(settings);

      live.close();

      await().atMost(PATIENCE).until(waits::serves);
      requireConnection(settings);

      try (QuiverBroker again = QuiverBroker.start(primary)) {
        await().atMost(PATIENCE).until(() -> again.serves() && !waits.serves());
        requireConnection(settings);
      }
    } finally {
      live.close();
    }
  }

  private static void requireConnection(ConnectionSettings settings) {
    for (Use use : Use.values()) {
      try (Connections connections = Connections.to(settings)) {
        assertThat(connections.connect(use).isClosed()).isFalse();
      }
    }
  }

  private BrokerConfig member(Path certs, Profile profile, HostPort self, HostPort peer) {
    return BrokerConfig.in(folder.resolve("data"))
        .withPort(self.port())
        .withPair(new PairConfig(profile, peer, null))
        .withTls(new TlsConfig(certs, true));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
