package dev.quiver.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quiver.broker.BrokerConfig;
import dev.quiver.broker.HostPort;
import dev.quiver.broker.PairConfig;
import dev.quiver.broker.Profile;
import dev.quiver.broker.QuiverBroker;
import dev.quiver.cli.TestContexts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A pair on one folder: whether somebody waits, and that others who are connected do not count. */
@Timeout(180)
class DoctorOfPairIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path home;

  @Test
  void whoIsConnectedWithoutALoginIsNoBackup() throws Exception {
    HostPort first = freePort();
    HostPort second = freePort();
    try (QuiverBroker live = start(Profile.PRIMARY, first, second)) {
      try (QuiverBroker backup = start(Profile.BACKUP, second, first)) {
        assertThat(backup.serves()).isFalse();
        await()
            .atMost(PATIENCE)
            .untilAsserted(() -> assertThat(profile(live)).startsWith("ok").contains("waits"));
      }
      try (ServerLocator locator = ActiveMQClient.createServerLocator(first.url());
          ClientSessionFactory halfOpen = locator.createSessionFactory()) {
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () -> assertThat(profile(live)).startsWith("problem").contains("no backup"));
        assertThat(halfOpen.isClosed()).isFalse();
      }
    }
  }

  /** What is found of the pair. */
  private String profile(QuiverBroker broker) throws Exception {
    TestContexts cli =
        new TestContexts(home, Map.of("QUIVER_URL", broker.url()), Locale.ENGLISH, "");
    cli.run("doctor", "--json");
    for (String line : cli.out().lines().toList()) {
      JsonNode finding = new ObjectMapper().readTree(line);
      if (finding.path("check").asText().equals("profile")) {
        return finding.path("state").asText() + ": " + finding.path("text").asText();
      }
    }
    return "";
  }

  private QuiverBroker start(Profile profile, HostPort self, HostPort other) {
    return QuiverBroker.start(
        BrokerConfig.in(home.resolve("broker"))
            .withPort(self.port())
            .withPair(new PairConfig(profile, other, null)));
  }

  private static HostPort freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new HostPort("127.0.0.1", socket.getLocalPort());
    }
  }
}
