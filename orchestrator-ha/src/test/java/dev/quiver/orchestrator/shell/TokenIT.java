package dev.quiver.orchestrator.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.messaging.BrokerFixture;
import dev.quiver.messaging.codec.TextBody;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.presence.PresenceBrowser;
import dev.quiver.messaging.presence.PresenceKind;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The token of leadership, found as it should be, damaged, doubled or not at all. */
@Timeout(120)
class TokenIT {

  private static final String QUEUE = "quiver.orchestrators.leader";
  private static final Instant NOW = Instant.ofEpochSecond(1_795_000_000);

  @TempDir private Path folder;
  private BrokerFixture broker;
  private Connections candidates;
  private Connections admins;
  private BrokerConnection admin;

  @BeforeEach
  void start() {
    broker = BrokerFixture.in(folder);
    candidates = broker.connectionsAs("orchestrator");
    admins = broker.connectionsAs("admin");
    admin = admins.connect(Use.FENCED);
  }

  @AfterEach
  void stop() {
    candidates.close();
    admins.close();
    broker.close();
  }

  /** Takes the token, and gives it back with its connection. */
  private TokenKeeper.Crown reign() throws Exception {
    try (BrokerConnection connection = candidates.connect(Use.FENCED)) {
      return new TokenKeeper(connection, "A", InstantSource.fixed(NOW)).await();
    }
  }

  private void send(String body) throws Exception {
    try (ClientSession session = admin.autoCommitSession();
        var producer = session.createProducer(QUEUE)) {
      ClientMessage message = session.createMessage(Message.TEXT_TYPE, true);
      message.setRoutingType(RoutingType.ANYCAST);
      TextBody.write(message, body);
      producer.send(message);
    }
  }

  /** What the last reign held is back in the queue only when the broker has closed its session. */
  private void lose() throws Exception {
    var queue = broker.broker().server().locateQueue(QUEUE);
    await().until(() -> queue.getDeliveringCount() == 0);
    queue.deleteAllReferences();
    await().until(() -> broker.depth(QUEUE) == 0);
  }

  @Test
  void eachReignIsOneHigherThanTheLast() throws Exception {
    assertThat(reign()).isEqualTo(new TokenKeeper.Crown(1, ""));
    assertThat(reign()).isEqualTo(new TokenKeeper.Crown(2, "A"));
  }

  @Test
  void ofTwoTheHigherCountsAndOneIsLeft() throws Exception {
    send("{\"epoch\":7,\"holder\":\"B\"}");

    assertThat(reign()).isEqualTo(new TokenKeeper.Crown(8, "B"));
    assertThat(broker.depth(QUEUE)).isEqualTo(1);
  }

  @Test
  void epochsNeverBeginAnewAfterOneThatCannotBeRead() throws Exception {
    for (String body : new String[] {"{", "{\"holder\":\"B\"}", "{\"epoch\":-5}"}) {
      reign();
      lose();
      send(body);

      assertThat(reign().epoch()).as(body).isGreaterThan(NOW.getEpochSecond());
      lose();
      send("{\"epoch\":3}");
    }
  }

  @Test
  void aLostOneIsReplacedByOneAboveAllThatEverWere() throws Exception {
    reign();
    lose();

    LostToken.Result result = LostToken.replace(admin, InstantSource.fixed(NOW));

    assertThat(result).isEqualTo(new LostToken.Result.Made(NOW.getEpochSecond()));
    assertThat(reign().epoch()).isEqualTo(NOW.getEpochSecond() + 1);
  }

  @Test
  void noSecondOneIsMadeBesideOneThatIsThereOrHeld() throws Exception {
    reign();
    assertThat(LostToken.replace(admin, InstantSource.fixed(NOW)))
        .isEqualTo(new LostToken.Result.There());
    try (BrokerConnection connection = candidates.connect(Use.FENCED)) {
      new TokenKeeper(connection, "A", InstantSource.fixed(NOW)).await();

      assertThat(LostToken.replace(admin, InstantSource.fixed(NOW)))
          .isEqualTo(new LostToken.Result.There());
    }
  }

  @Test
  void noneIsMadeWhileSomebodySaysThatHeLeads() throws Exception {
    try (BrokerConnection connection = candidates.connect(Use.FENCED);
        Companions companions =
            Companions.start(connection, "A", "one", () -> true, notice -> {}, Clock.systemUTC())) {
      companions.leads(1);
      await()
          .until(
              () ->
                  new PresenceBrowser(admin)
                      .browse(PresenceKind.ORCHESTRATOR, Companions.Facts::read).stream()
                          .anyMatch(each -> each.facts().leads()));

      assertThat(LostToken.replace(admin, InstantSource.fixed(NOW)))
          .isEqualTo(new LostToken.Result.Led("A"));
      assertThat(broker.depth(QUEUE)).isZero();
    }
  }
}
