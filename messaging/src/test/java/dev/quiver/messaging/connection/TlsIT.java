package dev.quiver.messaging.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.quiver.broker.BrokerConfig;
import dev.quiver.broker.TlsConfig;
import dev.quiver.broker.certs.CertificateFolder;
import dev.quiver.messaging.BrokerFixture;
import jakarta.jms.JMSContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.apache.activemq.artemis.core.remoting.impl.ssl.SSLSupport;
import org.apache.activemq.artemis.spi.core.remoting.ssl.SSLContextConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is right gets through; whatever is wrong ends, and says what it is: never in the library's
 * endless attempts.
 */
@Timeout(300)
class TlsIT {

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void whoHasTheRightFilesConnectsForEveryUse(Use use) throws Exception {
    Path certs = certs("certs", Instant.now());
    try (BrokerFixture broker = broker(certs, true);
        Connections connections = Connections.to(encrypted(broker, certs))) {
      assertThat(connections.connect(use).isClosed()).isFalse();
      try (JMSContext jms = connections.jms(use).createContext()) {
        assertThat(jms.getMetaData().getJMSMajorVersion()).isEqualTo(3);
      }
    }
  }

  @Test
  void ofAPairTheOneThatServesIsReached() throws Exception {
    Path certs = certs("certs", Instant.now());
    try (BrokerFixture broker = broker(certs, true)) {
      ConnectionSettings settings = broker.as("worker");
      String pair = "(tcp://127.0.0.1:" + freePort() + "," + settings.url() + ")";
      String url = new TlsFolder(certs).onto(pair);
      for (Use use : Use.values()) {
        try (Connections connections = Connections.to(settings.withUrl(url))) {
          assertThat(connections.connect(use).isClosed()).isFalse();
        }
      }
    }
  }

  @Test
  void aBrokerOfAnotherAuthorityIsNotBelieved() throws Exception {
    Path other = certs("other", Instant.now());
    try (BrokerFixture broker = broker(certs("certs", Instant.now()), false)) {
      assertThat(fault(encrypted(broker, other))).isEqualTo(TlsFault.UNKNOWN_AUTHORITY);
    }
  }

  @Test
  void aBrokerOfAnotherNameIsNotBelieved() throws Exception {
    Path certs = certs("certs", Instant.now());
    try (BrokerFixture broker = BrokerFixture.with(config(certs, false).withHost("127.0.0.2"))) {
      assertThat(fault(encrypted(broker, certs))).isEqualTo(TlsFault.OTHER_HOST);
    }
  }

  @Test
  void aBrokerWhoseCertificateHasExpiredIsNotBelieved() throws Exception {
    Path certs = certs("old", Instant.now().minus(Duration.ofDays(60)));
    try (SSLServerSocket server = server(certs)) {
      String url = new TlsFolder(certs).onto("tcp://127.0.0.1:" + server.getLocalPort());
      assertThat(fault(ConnectionSettings.of(url, "worker", "secret"))).isEqualTo(TlsFault.EXPIRED);
    }
  }

  @Test
  void aBrokerThatDemandsACertificateTakesNoneWithout() throws Exception {
    Path certs = certs("certs", Instant.now());
    try (BrokerFixture broker = broker(certs, true)) {
      Path none = Files.createDirectory(folder.resolve("none"));
      Files.copy(certs.resolve("authority.pem"), none.resolve("authority.pem"));
      assertThat(fault(encrypted(broker, none))).isEqualTo(TlsFault.CERTIFICATE_DEMANDED);

      Path foreign = certs("foreign", Instant.now());
      believe(certs, foreign);
      assertThat(fault(encrypted(broker, foreign))).isEqualTo(TlsFault.CERTIFICATE_REFUSED);

      Path old = certs("old", Instant.now());
      Files.copy(
          certs.resolve("authority.key.pem"),
          old.resolve("authority.key.pem"),
          StandardCopyOption.REPLACE_EXISTING);
      believe(certs, old);
      certs("old", Instant.now().minus(Duration.ofDays(60)));
      assertThat(fault(encrypted(broker, old))).isEqualTo(TlsFault.CERTIFICATE_REFUSED);
    }
  }

  @Test
  void plainAndEncryptedSayWhichOfThemIsMissing() throws Exception {
    Path certs = certs("certs", Instant.now());
    try (BrokerFixture broker = broker(certs, true)) {
      assertThat(fault(broker.as("worker"))).isEqualTo(TlsFault.ENCRYPTED);
    }
    try (BrokerFixture plain = BrokerFixture.in(folder.resolve("plain"))) {
      assertThat(fault(encrypted(plain, certs))).isEqualTo(TlsFault.NOT_ENCRYPTED);
    }
    assertThat(
            catchThrowableOfType(
                BrokerUnreachableException.class,
                () ->
                    connect(
                        ConnectionSettings.of(
                            new TlsFolder(certs).onto("tcp://127.0.0.1:" + freePort())))))
        .hasMessageContaining("refused");
  }

  @Test
  void filesThatAreNoCertificatesAreNamed() throws Exception {
    Path certs = certs("certs", Instant.now());
    try (BrokerFixture broker = broker(certs, false)) {
      Path damaged = Files.createDirectory(folder.resolve("damaged"));
      Files.writeString(damaged.resolve("authority.pem"), "this is none\n");
      ConnectionSettings settings = broker.as("worker");
      TlsException failure =
          catchThrowableOfType(
              TlsException.class, () -> new TlsFolder(damaged).onto(settings.url()));
      assertThat(failure.fault()).isEqualTo(TlsFault.FILES);
      assertThat(failure.detail()).contains("authority.pem");
      Files.copy(
          certs.resolve("authority.pem"),
          damaged.resolve("authority.pem"),
          StandardCopyOption.REPLACE_EXISTING);
      Files.writeString(damaged.resolve("client.pem"), "this is none\n");
      failure =
          catchThrowableOfType(
              TlsException.class, () -> new TlsFolder(damaged).onto(settings.url()));
      assertThat(failure.fault()).isEqualTo(TlsFault.FILES);
      assertThat(failure.detail()).contains("client.pem");
    }
  }

  private TlsFault fault(ConnectionSettings settings) {
    return failure(settings).fault();
  }

  /** Commands and roles alike: nobody waits for what waiting does not mend. */
  private static TlsException failure(ConnectionSettings settings) {
    TlsException failure = catchThrowableOfType(TlsException.class, () -> connect(settings));
    assertThat(
            catchThrowableOfType(
                TlsException.class,
                () -> {
                  try (Connections connections = Connections.to(settings)) {
                    connections.await(Use.CONSUME, NOBODY_WAITS);
                  }
                }))
        .hasMessage(failure.getMessage());
    return failure;
  }

  private static final WaitListener NOBODY_WAITS =
      new WaitListener() {
        @Override
        public void waiting(QuiverMessagingException why, int attempt, Duration pause) {
          throw new AssertionError("it waits for what waiting does not mend", why);
        }

        @Override
        public void connected() {}
      };

  private static void connect(ConnectionSettings settings) {
    try (Connections connections = Connections.to(settings)) {
      connections.connect(Use.CONSUME);
    }
  }

  private BrokerFixture broker(Path certs, boolean demands) {
    return BrokerFixture.with(config(certs, demands));
  }

  private BrokerConfig config(Path certs, boolean demands) {
    return BrokerConfig.in(folder.resolve("broker"))
        .withPort(0)
        .withTls(new TlsConfig(certs, demands));
  }

  private static ConnectionSettings encrypted(BrokerFixture broker, Path certs) {
    ConnectionSettings settings = broker.as("worker");
    return settings.withUrl(new TlsFolder(certs).onto(settings.url()));
  }

  private static void believe(Path authority, Path folder) throws IOException {
    Files.copy(
        authority.resolve("authority.pem"),
        folder.resolve("authority.pem"),
        StandardCopyOption.REPLACE_EXISTING);
  }

  private Path certs(String name, Instant now) throws IOException {
    Path certs = folder.resolve(name);
    CertificateFolder.make(
        certs,
        new CertificateFolder.Wanted(List.of(), List.of(), Duration.ofDays(30)),
        Clock.fixed(now, ZoneOffset.UTC));
    return certs;
  }

  /** Something that shakes hands with those certificates, whether they hold or not. */
  private static SSLServerSocket server(Path certs) throws Exception {
    SSLContext context =
        new SSLSupport(
                SSLContextConfig.builder()
                    .keystoreType("PEM")
                    .keystorePath(certs.resolve("broker.pem").toString())
                    .build())
            .createContext();
    SSLServerSocket server =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread =
        new Thread(
            () -> {
              while (!server.isClosed()) {
                shakeHands(server);
              }
            },
            "expired-server");
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  private static void shakeHands(SSLServerSocket server) {
    try (var socket = server.accept()) {
      socket.getInputStream().readAllBytes();
    } catch (IOException refused) {
      assertThat(refused).isNotNull();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
