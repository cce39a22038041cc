package dev.quiver.messaging.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.broker.BrokerConfig;
import dev.quiver.broker.QuiverBroker;
import dev.quiver.messaging.codec.JsonReader;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Use;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PresenceIT {

  @TempDir Path folder;

  @Test
  void whoIsHereIsSeenWithItsFactsAndGoneWhenItLeavesAlsoAfterARestartOfTheBroker() {
    BrokerConfig config = BrokerConfig.in(folder).withPort(0);
    QuiverBroker broker = QuiverBroker.start(config);
    ConnectionSettings worker = settings(broker, "worker");
    try (Connections connections = Connections.to(worker);
        Connections viewers = Connections.to(settings(broker, "viewer"))) {
      BrokerConnection connection = connections.connect(Use.CONSUME);
      PresenceBrowser browser = new PresenceBrowser(viewers.connect(Use.CONSUME));
      PresencePublisher one = publish(connection, "W-1", Duration.ofMillis(600));
      PresencePublisher two = publish(connection, "W-2", Duration.ofMillis(600));
      await().until(() -> ids(browser).containsAll(List.of("W-1", "W-2")));
      PresenceEntry<List<String>> seen =
          browser.browse(PresenceKind.WORKER, PresenceIT::types).get(0);
      assertThat(seen.user()).isEqualTo("worker");
      assertThat(seen.incarnation()).isEqualTo("first");
      assertThat(seen.facts()).containsExactly("text.count_words");
      assertThat(browser.browse(PresenceKind.CLIENT, PresenceIT::types)).isEmpty();

      two.close();
      await().until(() -> ids(browser).equals(List.of("W-1")));

      broker.close();
      broker = QuiverBroker.start(config.withPort(broker.port()));
      await().ignoreExceptions().until(() -> ids(browser).equals(List.of("W-1")));
      one.close();
      one.close();
      await().until(() -> ids(browser).isEmpty());
    } finally {
      broker.close();
    }
  }

  @Test
  void whoFallsSilentIsGoneAfterItsTime() {
    try (QuiverBroker broker = QuiverBroker.start(BrokerConfig.in(folder).withPort(0));
        Connections viewers = Connections.to(settings(broker, "viewer"))) {
      PresenceBrowser browser = new PresenceBrowser(viewers.connect(Use.CONSUME));
      Connections connections = Connections.to(settings(broker, "worker"));
      PresencePublisher publisher =
          publish(connections.connect(Use.CONSUME), "W-1", Duration.ofMillis(900));
      await().until(() -> ids(browser).equals(List.of("W-1")));
      // Without its connection it can neither renew its word nor take it back.
      connections.close();
      publisher.close();
      await().until(() -> ids(browser).isEmpty());
    }
  }

  private static PresencePublisher publish(
      BrokerConnection connection, String id, Duration timeToLive) {
    return PresencePublisher.start(
        connection,
        PresenceKind.WORKER,
        id,
        "first",
        facts -> facts.strings("types", List.of("text.count_words")).field("concurrency", 2),
        timeToLive,
        Clock.systemUTC());
  }

  private static List<String> ids(PresenceBrowser browser) {
    return browser.browse(PresenceKind.WORKER, PresenceIT::types).stream()
        .map(PresenceEntry::id)
        .sorted()
        .toList();
  }

  private static List<String> types(JsonReader in) throws IOException {
    List<String> types = List.of();
    while (in.next()) {
      if (in.name().equals("types")) {
        types = in.strings();
      }
    }
    return types;
  }

  private static ConnectionSettings settings(QuiverBroker broker, String user) {
    return ConnectionSettings.of(
        broker.url(), user, broker.credentials().passwordOf(user).orElseThrow());
  }
}
