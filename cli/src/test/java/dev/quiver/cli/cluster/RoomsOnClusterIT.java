package dev.quiver.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.quiver.chat.ChatEvent;
import dev.quiver.chat.ChatMessage;
import dev.quiver.chat.Member;
import dev.quiver.chat.Place;
import dev.quiver.chat.RoomName;
import dev.quiver.chat.UserName;
import dev.quiver.chat.client.ChatClient;
import dev.quiver.chat.client.ChatConfig;
import dev.quiver.chat.client.NameInUseException;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.TestContexts;
import dev.quiver.messaging.batch.ExplicitQueues;
import dev.quiver.messaging.connection.BrokerUnreachableException;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.MemberLoginException;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.Router;
import dev.quiver.messaging.connection.Use;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A chat whose rooms are on two brokers of a cluster, each on one of them, and whose people are on
 * the designated one.
 */
@Timeout(300)
class RoomsOnClusterIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private SeveralBrokers brokers;
  private String here;
  private String there;
  private final List<Person> people = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    brokers = SeveralBrokers.with(folder, 2);
    here = brokers.roomAt(0, "here");
    there = brokers.roomAt(1, "there");
    for (String name : List.of("ana", "bob", "eve")) {
      brokers.account(name);
    }
  }

  @AfterEach
  void stop() throws Exception {
    people.forEach(each -> each.client.close());
    brokers.close();
  }

  @Test
  void eachRoomIsOnOneBrokerAndAllWhoAreInItHearEachOtherInOrder() throws Exception {
    Person ana = comes("ana").in(here).in(there);
    Person bob = comes("bob").in(here).in(there);
    List<String> expected = new ArrayList<>();
    for (int i = 1; i <= 100; i++) {
      ana.says(here, "here " + i);
      ana.says(there, "there " + i);
      expected.add("ana: here " + i);
    }
    bob.awaitsIn(here, expected);
    bob.awaitsIn(there, expected.stream().map(line -> line.replace("here", "there")).toList());
    ana.awaitsIn(here, expected);

    assertThat(brokers.has(0, address(here))).isTrue();
    assertThat(brokers.has(1, address(there))).isTrue();
    assertThat(brokers.has(1, address(here)) || brokers.has(0, address(there))).isFalse();
    assertThat(brokers.designatedHas(address(here)) || brokers.designatedHas(address(there)))
        .isFalse();

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(bob.client.members())
                    .allMatch(member -> member.rooms().size() == 2)
                    .extracting(Member::user)
                    .containsExactlyInAnyOrder(new UserName("ana"), new UserName("bob")));
    assertThat(bob.client.connected())
        .extracting(each -> each.name() + "@" + each.where())
        .containsExactlyInAnyOrder("ana@" + there, "bob@" + there);
    assertThat(bob.client.history(new RoomName(here), 3))
        .extracting(heard -> ((ChatMessage.Said) heard.message()).text())
        .containsExactly("here 98", "here 99", "here 100");
    assertThatThrownBy(() -> comes("ana")).isInstanceOf(NameInUseException.class);

    bob.client.leave(new RoomName(here));
    ana.awaits(new ChatEvent.Departed(new UserName("bob"), new RoomName(here))::equals);
    ana.says(here, "gone?");
    ana.awaits(event -> said(event, "gone?"));
    assertThat(bob.heardIn(here)).hasSize(100);
  }

  @Test
  void whoComesSeesTheRoomsHistoryAndWhatWasMissed() throws Exception {
    Person ana = comes("ana").in(here);
    ana.says(here, "early");
    assertThat(ana.client.flush(PATIENCE)).isTrue();
    // As somebody leaves it whose process is killed.
    try (Connections connections =
        Connections.to(brokers.asPerson("bob").withUrl(brokers.cluster().get(0)))) {
      ExplicitQueues queues =
          new ExplicitQueues(connections.connect(Use.CONSUME).autoCommitSession());
      queues.durableSubscription(address(here), "bob.quiver.room." + here);
      await().until(() -> queues.depth("bob.quiver.room." + here) == 1);
      ana.says(here, "late 1");
      ana.says(here, "late 2");
      await().until(() -> queues.depth("bob.quiver.room." + here) == 3);
    }
    Person eve = comes("eve").in(here);
    assertThat(eve.heardIn(here)).containsExactly("(ana: early)", "(ana: late 1)", "(ana: late 2)");
    Person bob = comes("bob").in(here);
    bob.awaitsIn(here, List.of("ana: early", "ana: late 1", "ana: late 2"));
  }

  @Test
  void aBrokerThatIsAwayTakesItsRoomsAlongAndNoOthers() throws Exception {
    Person ana = comes("ana").in(here).in(there);
    Person bob = comes("bob").in(here).in(there);
    ana.says(here, "before");
    bob.awaitsIn(here, List.of("ana: before"));
    assertThat(ana.client.flush(PATIENCE)).isTrue();

    brokers.stop(0);
    ana.awaits(new ChatEvent.RoomsAway(List.of(new RoomName(here)))::equals);
    bob.awaits(new ChatEvent.RoomsAway(List.of(new RoomName(here)))::equals);
    for (int i = 1; i <= 20; i++) {
      ana.says(here, "meanwhile " + i);
    }
    ana.says(there, "goes on");
    bob.awaitsIn(there, List.of("ana: goes on"));

    // Who comes only now makes no second room of that name, whichever broker is asked first.
    Person eve = comes("eve").in(there).in(here);
    assertThat(eve.heardIn(there)).containsExactly("(ana: goes on)");
    eve.awaits(new ChatEvent.RoomsAway(List.of(new RoomName(here)))::equals);
    eve.says(here, "hello?");
    eve.says(there, "hello!");
    bob.awaitsIn(there, List.of("ana: goes on", "eve: hello!"));
    assertThat(brokers.has(1, address(here))).isFalse();
    assertThat(brokers.designatedHas(address(here))).isFalse();
    assertThat(ana.client.leave(new RoomName(there))).isTrue();

    brokers.startAgain(0);
    eve.awaits(new ChatEvent.RoomsBack(List.of(new RoomName(here)))::equals);
    List<String> ofAna = new ArrayList<>(List.of("ana: before"));
    IntStream.rangeClosed(1, 20).forEach(i -> ofAna.add("ana: meanwhile " + i));
    for (Person each : List.of(ana, bob)) {
      each.awaits(event -> said(event, "hello?"));
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(each.heardIn(here))
                      .filteredOn(line -> line.contains("ana"))
                      .isEqualTo(ofAna));
      assertThat(each.heardIn(here)).hasSize(22);
    }
    eve.awaits(event -> said(event, "meanwhile 20"));
    assertThat(eve.heardIn(here)).hasSize(22).contains("(ana: before)");
    assertThat(brokers.has(1, address(here))).isFalse();
  }

  @Test
  void withoutAnyBrokerOfTheClusterNoRoomIsMade() throws Exception {
    brokers.stop(0);
    brokers.stop(1);
    Person ana = comes("ana");
    assertThatThrownBy(() -> ana.in(here)).isInstanceOf(BrokerUnreachableException.class);
    assertThat(ana.client.rooms()).isEmpty();
    assertThat(brokers.designatedHas(address(here))).isFalse();
    brokers.startAgain(1);
    ana.in(there).in(here);
    ana.says(there, "hello");
    ana.awaitsIn(there, List.of("ana: hello"));
    ana.awaits(new ChatEvent.RoomsAway(List.of(new RoomName(here)))::equals);
    brokers.startAgain(0);
    ana.awaits(new ChatEvent.RoomsBack(List.of(new RoomName(here)))::equals);
  }

  @Test
  void whoDoesNotKnowTheClusterIsInAnotherRoomAndToldSo() throws Exception {
    Person ana = comes("ana").in(here);
    Person bob = comes("bob", Router.to(brokers.asPerson("bob"))).in(here);
    ana.awaits(new ChatEvent.Apart(new UserName("bob"), List.of(new RoomName(here)))::equals);
    bob.awaits(new ChatEvent.Apart(new UserName("ana"), List.of(new RoomName(here)))::equals);
    assertThat(ana.tells("bob", "take the cluster")).isNull();
    bob.awaits(event -> said(event, "take the cluster"));
  }

  @Test
  void theRulesOfChatHoldOnTheClusterToo() throws Exception {
    Person bob = comes("bob").in(here);
    bob.says(here, "mine");
    assertThat(bob.client.flush(PATIENCE)).isTrue();
    try (Connections connections =
            Connections.to(brokers.asPerson("eve").withUrl(brokers.cluster().get(0)));
        ClientSession session = connections.connect(Use.CONSUME).autoCommitSession()) {
      assertThatThrownBy(
              () -> session.createConsumer(SimpleString.of("bob.quiver.room." + here)).close())
          .isInstanceOf(ActiveMQException.class)
          .hasMessageContaining("refused (");
      assertThatThrownBy(
              () ->
                  session.addUniqueMetaData(
                      ClientSession.JMS_SESSION_CLIENT_ID_PROPERTY, "quiver.chat.bob"))
          .isInstanceOf(ActiveMQException.class);
    }
  }

  @Test
  void theCommandMakesAccountsOnAllBrokersAndChatsOverThem() throws Exception {
    String cluster = String.join(",", brokers.cluster());
    String data = brokers.designatedFolder().toString();
    TestContexts carla = new TestContexts(folder, Map.of(), Locale.ENGLISH, "hello\n");
    int exit =
        carla.run(
            "chat",
            "carla",
            "--new-account",
            "--room",
            here,
            "--data",
            data,
            "--url",
            brokers.designatedUrl(),
            "--cluster",
            cluster);
    assertThat(exit).as(carla.err()).isEqualTo(ExitCode.DONE);
    assertThat(carla.out()).contains("hello");
    assertThat(comes("ana").in(here).heardIn(here)).containsExactly("(carla: hello)");

    brokers.accountOnDesignated("dora");
    Router router = Router.of(brokers.asPerson("dora"), brokers.cluster());
    Person dora = comes("dora", router);
    assertThatThrownBy(() -> dora.in(here)).isInstanceOf(MemberLoginException.class);
    assertThat(dora.tells("ana", "let me in")).isNull();
  }

  private static String address(String room) {
    return "quiver.chat.room." + room;
  }

  private static boolean said(ChatEvent event, String text) {
    return event instanceof ChatEvent.Spoken spoken && spoken.said().text().equals(text);
  }

  private Person comes(String name) {
    return comes(name, Router.of(brokers.asPerson(name), brokers.cluster()));
  }

  private Person comes(String name, Router router) {
    ChatConfig config =
        new ChatConfig(
            folder.resolve("downloads-" + name),
            Duration.ofMillis(1_500),
            Duration.ofMillis(300),
            Duration.ofMillis(700),
            50,
            Duration.ofSeconds(10));
    List<ChatEvent> events = new CopyOnWriteArrayList<>();
    ChatClient client = ChatClient.connect(router, config, events::add, Clock.systemUTC());
    Person person = new Person(client, events);
    people.add(person);
    return person;
  }

  /** Somebody who remembers all that is heard. */
  private record Person(ChatClient client, List<ChatEvent> events) {

    Person in(String room) throws InterruptedException {
      client.join(new RoomName(room));
      return this;
    }

    void says(String room, String text) throws InterruptedException {
      client.say(
          new Place.Room(new RoomName(room)), text, false, failure -> assertThat(failure).isNull());
    }

    @Nullable QuiverMessagingException tells(String name, String text) throws Exception {
      CompletableFuture<@Nullable QuiverMessagingException> settled = new CompletableFuture<>();
      client.say(new Place.Person(new UserName(name)), text, false, settled::complete);
      return settled.get(30, TimeUnit.SECONDS);
    }

    /** As {@code sender: text}; history as {@code (sender: text)}. */
    List<String> heardIn(String room) {
      List<String> lines = new ArrayList<>();
      for (ChatEvent event : events) {
        if (event instanceof ChatEvent.Spoken spoken
            && spoken.heard().place().equals(new Place.Room(new RoomName(room)))) {
          String line = spoken.heard().sender() + ": " + spoken.said().text();
          lines.add(spoken.history() ? "(" + line + ")" : line);
        }
      }
      return lines;
    }

    void awaits(Predicate<ChatEvent> wanted) {
      await().atMost(PATIENCE).until(() -> events.stream().anyMatch(wanted));
    }

    void awaitsIn(String room, List<String> lines) {
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(heardIn(room)).isEqualTo(lines));
    }
  }
}
