package dev.quiver.chat.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.quiver.messaging.codec.TextBody;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Use;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Somebody with a login and a client of her own making. */
@Timeout(120)
class HostileClientIT {

  private static final String LOBBY = "quiver.chat.room.lobby";

  @TempDir Path folder;

  private Company company;
  private Person ana;
  private Connections connections;
  private ClientSession mallory;

  @BeforeEach
  void open() throws Exception {
    company = Company.in(folder, "ana", "mallory");
    ana = company.comes("ana").in("lobby");
    connections = Connections.to(company.settings("mallory"));
    BrokerConnection connection = connections.connect(Use.FENCED);
    mallory = connection.autoCommitSession();
    mallory.start();
  }

  @AfterEach
  void close() {
    connections.close();
    company.close();
  }

  @Test
  void aMessageThatClaimsAnotherSenderIsShownUnderItsTrueOne() throws Exception {
    ClientMessage forged =
        message(
            "said",
            "{\"text\":\"I owe mallory money\",\"from\":\"ana\",\"sender\":\"ana\",\"user\":\"ana\"}");
    forged.setValidatedUserID("ana");
    forged.putStringProperty("JMSXUserID", "ana");
    forged.putStringProperty("_AMQ_VALIDATED_USER", "ana");
    forged.putStringProperty("from", "ana");
    send(LOBBY, forged);
    ana.awaitsIn("lobby", "mallory: I owe mallory money");
  }

  @Test
  void nothingThatIsNotSoundIsHeardAndNothingStops() throws Exception {
    for (String body :
        List.of("", "no json", "{}", "{\"text\":7}", "[]", "{\"text\":\"a\"} {", "{\"text\":")) {
      send(LOBBY, message("said", body));
    }
    send(LOBBY, message("nonsense", "{\"text\":\"a\"}"));
    send(LOBBY, message("said", "{\"text\":\"" + "x".repeat(4097) + "\"}"));
    ClientMessage numbered = message("said", "{\"text\":\"a\"}");
    numbered.putStringProperty("stream", "x".repeat(1_000));
    numbered.putLongProperty("sequence", 1);
    send(LOBBY, numbered);
    ClientMessage mistyped = message("said", "{\"text\":\"a\"}");
    mistyped.putStringProperty("stream", "s");
    mistyped.putStringProperty("sequence", "many");
    send(LOBBY, mistyped);
    ClientMessage bytes = mallory.createMessage(Message.BYTES_TYPE, true);
    bytes.getBodyBuffer().writeBytes(new byte[100]);
    send(LOBBY, bytes);
    send(LOBBY, message("offered", "{\"file\":\"1\"}"));
    send("quiver.chat.user.ana", message("said", "broken"));
    send("quiver.chat.user.ana", message("answered", "{\"file\":\"77\",\"accepted\":true}"));
    send(LOBBY, message("said", "{\"text\":\"sound\"}"));
    ana.awaitsIn("lobby", "mallory: sound");
    assertThat(ana.heardAlone()).isEmpty();
  }

  @Test
  void anothersNumbersDoNotSilenceAnybody() throws Exception {
    ana.says("lobby", "one");
    ana.awaitsIn("lobby", "ana: one");
    // The numbers of a stream count for the true sender alone.
    for (int i = 1; i <= 50; i++) {
      ClientMessage message = message("said", "{\"text\":\"m\"}");
      message.putStringProperty("stream", "s");
      message.putLongProperty("sequence", 1);
      send(LOBBY, message);
    }
    ana.says("lobby", "two");
    ana.awaitsIn("lobby", "ana: one", "mallory: m", "ana: two");
  }

  @Test
  void whatIsForOnePersonCannotBeReadByAnother() {
    for (String queue :
        List.of("quiver.chat.user.ana", "ana.quiver.room.lobby", "ana.quiver.all")) {
      assertThat(company.broker().depth(queue)).as("%s is there", queue).isNotNegative();
      assertThatThrownBy(() -> mallory.createConsumer(queue))
          .as(queue)
          .isInstanceOf(ActiveMQException.class);
      assertThatThrownBy(() -> mallory.createConsumer(queue, true))
          .as("browse %s", queue)
          .isInstanceOf(ActiveMQException.class);
      assertThatThrownBy(() -> mallory.deleteQueue(queue))
          .as("delete %s", queue)
          .isInstanceOf(ActiveMQException.class);
    }
  }

  @Test
  void aFloodIsRefusedByTheBrokerAndOthersAreHeard() throws Exception {
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 5_000; i++) {
                ClientMessage message = message("said", "{\"text\":\"flood\"}");
                message.setDurable(true);
                send(LOBBY, message);
              }
            })
        .hasMessageContaining("refused (flood)")
        .hasMessageContaining("100 chat messages a second");
    ana.says("lobby", "still here");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> ana.heardIn("lobby").contains("ana: still here"));
  }

  private ClientMessage message(String type, String body) {
    ClientMessage message = mallory.createMessage(Message.TEXT_TYPE, true);
    message.putStringProperty("JMSType", type);
    TextBody.write(message, body);
    return message;
  }

  private void send(String address, ClientMessage message) throws ActiveMQException {
    message.setRoutingType(
        address.contains(".user.") ? RoutingType.ANYCAST : RoutingType.MULTICAST);
    try (var producer = mallory.createProducer(address)) {
      producer.send(message);
    }
  }
}
