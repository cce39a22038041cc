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
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
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
  private static final String ID = "_AMQ_DUPL_ID";

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
    ClientMessage mistyped = message("said", "{\"text\":\"a\"}");
    mistyped.putIntProperty("JMSType", 7);
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
    // What the room keeps bears its ids as well.
    mallory.createQueue(
        QueueConfiguration.of("mallory.lobby")
            .setAddress(LOBBY)
            .setRoutingType(RoutingType.MULTICAST)
            .setAutoCreated(false));
    String next;
    try (ClientConsumer consumer = mallory.createConsumer("mallory.lobby")) {
      ClientMessage heard = consumer.receive(10_000);
      next = heard.getStringProperty(ID).replaceAll("/1$", "/2");
      heard.acknowledge();
    }
    assertThat(next).startsWith("ana/").endsWith("/2");
    // With the id that ana's next message will have, the broker would take that one for a double.
    for (Object id : List.of(next, SimpleString.of(next).getData())) {
      ClientMessage stolen = message("said", "{\"text\":\"m\"}");
      stolen.putObjectProperty(ID, id);
      assertThatThrownBy(() -> send(LOBBY, stolen))
          .hasMessageContaining("refused (foreign-duplicate-id)")
          .hasMessageContaining("mallory/");
    }
    ana.says("lobby", "two");
    ana.awaitsIn("lobby", "ana: one", "ana: two");
  }

  @Test
  void idsOfAnotherFormNumberNothing() throws Exception {
    for (String id :
        List.of("", "x", "x/", "s".repeat(65) + "/1", "s/1e3", "s/0", "s/1234567890123456789")) {
      ClientMessage message = message("said", "{\"text\":\"<" + id + ">\"}");
      message.putStringProperty(ID, "mallory/" + id);
      send(LOBBY, message);
      ana.awaits(event -> event.toString().contains("<" + id + ">"));
    }
    for (String text : List.of("once", "never")) {
      ClientMessage same = message("said", "{\"text\":\"" + text + "\"}");
      same.putStringProperty(ID, "mallory/s/1");
      send(LOBBY, same);
    }
    ana.says("lobby", "the end");
    ana.awaits(event -> event.toString().contains("the end"));
    assertThat(ana.heardIn("lobby")).contains("mallory: once").doesNotContain("mallory: never");
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
