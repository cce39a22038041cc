package dev.quiver.messaging.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.messaging.BrokerFixture;
import dev.quiver.messaging.codec.JsonReader;
import dev.quiver.messaging.codec.Rejection;
import dev.quiver.messaging.codec.TextBody;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Use;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PresenceRejectionsIT {

  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void hostileEntriesAreLeftOutAndCounted() throws Exception {
    try (BrokerFixture broker = BrokerFixture.in(folder);
        Connections workers = broker.connectionsAs("worker")) {
      BrokerConnection connection = workers.connect(Use.PRODUCE);
      PresenceBrowser browser = new PresenceBrowser(connection);
      say(connection, "a", "no json");
      say(connection, "b", "{}");
      say(connection, "c", entry("worker", "somebody-else", "{\"concurrency\":2}"));
      say(connection, "d", entry("client", "d", "{\"concurrency\":2}"));
      say(connection, "e", entry("worker", "e", "{\"concurrency\":\"many\"}"));
      say(connection, "f", entry("worker", "f", "[".repeat(1000)));
      say(connection, "good", entry("worker", "good", "{\"concurrency\":2}"));
      await().atMost(LONG).until(() -> ids(browser).equals(List.of("good")));
      assertThat(browser.rejections().of(Rejection.INVALID_JSON)).isPositive();
      assertThat(browser.rejections().of(Rejection.MISSING_FIELD)).isPositive();
      assertThat(browser.rejections().of(Rejection.NOT_ENTITLED)).isPositive();
      assertThat(browser.rejections().of(Rejection.WRONG_VALUE)).isPositive();
      assertThat(browser.rejections().of(Rejection.WRONG_TYPE)).isPositive();
    }
  }

  private static List<PresenceEntry<Integer>> browse(PresenceBrowser browser) {
    return browser.browse(PresenceKind.WORKER, PresenceRejectionsIT::concurrency).stream()
        .sorted(java.util.Comparator.comparing(PresenceEntry::id))
        .toList();
  }

  private static List<String> ids(PresenceBrowser browser) {
    return browse(browser).stream().map(PresenceEntry::id).toList();
  }

  private static Integer concurrency(JsonReader in) throws IOException {
    Integer concurrency = null;
    while (in.next()) {
      if (in.name().equals("concurrency")) {
        concurrency = in.integer();
      }
    }
    return JsonReader.required("concurrency", concurrency);
  }

  private static String entry(String kind, String id, String facts) {
    return """
        {"kind":"%s","id":"%s","incarnation":"i","since":"2026-01-01T00:00:00Z","facts":%s}"""
        .formatted(kind, id, facts);
  }

  private static void say(BrokerConnection connection, String id, String body) throws Exception {
    try (var session = connection.autoCommitSession()) {
      ClientMessage message = session.createMessage(Message.TEXT_TYPE, false);
      message.setRoutingType(RoutingType.ANYCAST);
      message.putStringProperty(Message.HDR_LAST_VALUE_NAME, SimpleString.of("worker/" + id));
      message.setExpiration(System.currentTimeMillis() + 600_000);
      TextBody.write(message, body);
      session.createProducer("quiver.presence.worker").send(message);
    }
  }
}
