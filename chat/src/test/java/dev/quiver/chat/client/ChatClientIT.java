package dev.quiver.chat.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.quiver.chat.ChatEvent;
import dev.quiver.chat.ChatMessage;
import dev.quiver.chat.Heard;
import dev.quiver.chat.Place;
import dev.quiver.chat.RoomName;
import dev.quiver.chat.UserName;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.LoginRefusedException;
import dev.quiver.messaging.connection.QueueMissingException;
import dev.quiver.messaging.connection.RefusedByBrokerException;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.presence.PresenceKind;
import dev.quiver.messaging.presence.PresencePublisher;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The promises of chat, each on a real broker. */
@Timeout(120)
class ChatClientIT {

  private static final String LOBBY = "lobby";

  @TempDir Path folder;

  private Company company;

  @BeforeEach
  void open() {
    company = Company.in(folder, "ana", "bob", "eve");
  }

  @AfterEach
  void close() {
    company.close();
  }

  @Test
  void whatIsSaidInARoomIsHeardByAllInItAndNobodyElse() throws Exception {
    Person ana = company.comes("ana").in(LOBBY);
    Person bob = company.comes("bob").in(LOBBY);
    Person eve = company.comes("eve").in("garden");
    ana.says(LOBBY, "olá 👋 日本");
    bob.awaitsIn(LOBBY, "ana: olá 👋 日本");
    bob.says(LOBBY, "hello");
    bob.awaitsIn(LOBBY, "ana: olá 👋 日本", "bob: hello");
    ana.awaitsIn(LOBBY, "ana: olá 👋 日本", "bob: hello");
    ana.saysToAll("all hear this");
    eve.awaits(
        event ->
            event instanceof ChatEvent.Spoken spoken
                && spoken.heard().place() instanceof Place.Everyone
                && spoken.said().text().equals("all hear this"));
    assertThat(eve.heardIn(LOBBY)).isEmpty();
  }

  @Test
  void comingAndLeavingAreToldToTheRoom() throws Exception {
    Person ana = company.comes("ana").in(LOBBY);
    Person bob = company.comes("bob").in(LOBBY);
    ana.awaits(new ChatEvent.Entered(new UserName("bob"), RoomName.LOBBY)::equals);
    bob.client().away("lunch");
    ana.awaits(new ChatEvent.Away(new UserName("bob"), "lunch")::equals);
    await().until(() -> "lunch".equals(ana.client().whyAway(new UserName("bob"))));
    bob.client().leave(RoomName.LOBBY);
    ana.awaits(new ChatEvent.Departed(new UserName("bob"), RoomName.LOBBY)::equals);
    bob.in(LOBBY);
    bob.close();
    await()
        .until(
            () -> ana.events().stream().filter(ChatEvent.Departed.class::isInstance).count() == 2);
    await().until(() -> !ana.client().isHere(new UserName("bob")));
    assertThat(ana.events()).noneMatch(ChatEvent.Gone.class::isInstance);
  }

  /** The broker takes a thousand at once and a hundred a second of one user. */
  @Test
  void whatTheOthersWereNotToldOfIsSaid() throws Exception {
    Person ana = company.comes("ana").in(LOBBY);
    for (int i = 0; i < 3_000; i++) {
      ana.client().away("reason " + i);
    }
    ana.awaits(
        event ->
            event instanceof ChatEvent.Untold untold
                && untold.why() instanceof RefusedByBrokerException refused
                && refused.reason().equals("flood"));
  }

  @Test
  void whoComesSeesTheLastFiftyMessagesAlsoAfterARestartOfTheBroker() throws Exception {
    Person ana = company.comes("ana").in(LOBBY);
    for (int i = 1; i <= 70; i++) {
      ana.says(LOBBY, "line " + i);
    }
    assertThat(ana.client().flush(Duration.ofSeconds(20))).isTrue();
    List<String> last =
        IntStream.rangeClosed(21, 70).mapToObj(i -> "(ana: line " + i + ")").toList();
    Person bob = company.comes("bob").in(LOBBY);
    assertThat(bob.heardIn(LOBBY)).isEqualTo(last);
    bob.close();

    company.broker().restart();
    Person eve = company.comes("eve").in(LOBBY);
    assertThat(eve.heardIn(LOBBY)).isEqualTo(last);
    eve.says(LOBBY, "after");
    eve.awaits(event -> event instanceof ChatEvent.Spoken spoken && !spoken.history());
    List<Heard> history = eve.client().history(RoomName.LOBBY, 60);
    assertThat(history)
        .extracting(heard -> ((ChatMessage.Said) heard.message()).text())
        .hasSize(60)
        .startsWith("line 12")
        .endsWith("line 70", "after");
    assertThat(eve.client().history(RoomName.LOBBY, 1)).hasSize(1);
    assertThat(eve.client().history(new RoomName("nowhere"), 10)).isEmpty();
  }

  @Test
  void whoLeavesAndComesAgainSeesWhatWasSaidBefore() throws Exception {
    Person ana = company.comes("ana").in(LOBBY);
    Person bob = company.comes("bob").in(LOBBY);
    bob.says(LOBBY, "one");
    ana.says(LOBBY, "two");
    ana.awaits(event -> said(event, "one"));
    ana.awaits(event -> said(event, "two"));
    assertThat(ana.client().leave(RoomName.LOBBY)).isTrue();
    bob.says(LOBBY, "three");
    bob.awaits(event -> said(event, "three"));
    int before = ana.heardIn(LOBBY).size();
    ana.in(LOBBY);
    assertThat(ana.heardIn(LOBBY).stream().skip(before))
        .containsExactlyInAnyOrder("(bob: one)", "(ana: two)", "(bob: three)");
    bob.says(LOBBY, "four");
    ana.awaits(event -> said(event, "four"));
    assertThat(ana.heardIn(LOBBY)).hasSize(before + 4);
  }

  private static boolean said(ChatEvent event, String text) {
    return event instanceof ChatEvent.Spoken spoken && spoken.said().text().equals(text);
  }

  @Test
  void aNameInUseIsRefusedAndFreeAgainAfterwards() {
    Person ana = company.comes("ana");
    assertThatThrownBy(() -> company.comes("ana"))
        .isInstanceOf(NameInUseException.class)
        .hasMessageStartingWith("the name ana is in use");
    ana.close();
    company.comes("ana");
    assertThatThrownBy(
            () ->
                ChatClient.connect(
                    company.settings("nobody"),
                    company.config("nobody"),
                    event -> {},
                    Clock.systemUTC()))
        .isInstanceOf(LoginRefusedException.class);
  }

  @Test
  void aDirectMessageIsForOneAloneAndRefusedWhereThereIsNoAccount() throws Exception {
    Person ana = company.comes("ana").in(LOBBY);
    Person bob = company.comes("bob").in(LOBBY);
    Person eve = company.comes("eve").in(LOBBY);
    assertThat(ana.tells("bob", "psst")).isNull();
    await().until(() -> bob.heardAlone().equals(List.of("ana: psst")));
    assertThat(ana.tells("zoe", "anybody?")).isInstanceOf(QueueMissingException.class);
    assertThat(ana.tells("bob", "still here")).isNull();
    await().until(() -> bob.heardAlone().equals(List.of("ana: psst", "ana: still here")));
    assertThat(eve.heardAlone()).isEmpty();
  }

  @Test
  void whoWasAwayGetsDirectMessagesOnceAlsoAcrossARestart() throws Exception {
    Person ana = company.comes("ana").in(LOBBY);
    List<String> expected = new ArrayList<>();
    for (int i = 1; i <= 20; i++) {
      assertThat(ana.tells("bob", "note " + i)).isNull();
      expected.add("ana: note " + i);
    }
    company.broker().restart();
    ana.awaits(ChatEvent.Reconnected.class::isInstance);
    assertThat(ana.tells("bob", "last")).isNull();
    expected.add("ana: last");
    Person bob = company.comes("bob");
    await().until(() -> bob.heardAlone().size() >= expected.size());
    assertThat(bob.heardAlone()).isEqualTo(expected);
    bob.close();
    Person again = company.comes("bob");
    assertThat(ana.tells("bob", "new")).isNull();
    await().until(() -> !again.heardAlone().isEmpty());
    assertThat(again.heardAlone()).containsExactly("ana: new");
  }

  @Test
  void eachMemberHearsEachSenderInOrderWithoutGapsOrDoublesAcrossRestarts() throws Exception {
    List<Person> people = new ArrayList<>();
    for (String name : List.of("ana", "bob", "eve")) {
      people.add(company.comes(name).in(LOBBY));
    }
    int each = 120;
    for (int i = 1; i <= each; i++) {
      for (Person person : people) {
        person.says(LOBBY, Integer.toString(i));
      }
      if (i % 40 == 0) {
        company.broker().restart();
      }
    }
    for (Person person : people) {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> person.heardIn(LOBBY).size() >= each * people.size());
      for (String sender : List.of("ana", "bob", "eve")) {
        assertThat(person.heardIn(LOBBY).stream().filter(line -> line.startsWith(sender)))
            .containsExactlyElementsOf(
                IntStream.rangeClosed(1, each).mapToObj(i -> sender + ": " + i).toList());
      }
    }
  }

  @Test
  void aSubscriptionGoesWithItsMember() throws Exception {
    Person ana = company.comes("ana").in(LOBBY).in("garden");
    String lobby = "ana.quiver.room.lobby";
    String garden = "ana.quiver.room.garden";
    assertThat(company.broker().depth(lobby)).isZero();
    ana.client().leave(new RoomName("garden"));
    assertThat(company.broker().depth(garden)).isEqualTo(-1);
    assertThat(ana.client().current()).isEqualTo(RoomName.LOBBY);
    ana.close();
    assertThat(company.broker().depth(lobby)).isEqualTo(-1);
    assertThat(company.broker().depth("ana.quiver.all")).isEqualTo(-1);
  }

  @Test
  void whoComesOrLeavesWhileTheBrokerIsAwayIsThereOrGoneWhenItIsBack() throws Exception {
    Person ana = company.comes("ana").in(LOBBY).in("garden");
    Person bob = company.comes("bob").in("attic");
    company.broker().stop();
    ana.awaits(ChatEvent.Disconnected.class::isInstance);
    assertThat(ana.client().leave(new RoomName("garden"))).isTrue();
    assertThat(ana.client().join(new RoomName("attic"))).isTrue();
    company.broker().start();
    bob.awaits(new ChatEvent.Entered(new UserName("ana"), new RoomName("attic"))::equals);
    assertThat(company.broker().depth("ana.quiver.room.garden")).isEqualTo(-1);
    bob.says("attic", "welcome");
    ana.awaitsIn("attic", "bob: welcome");
  }

  @Test
  void whoIsHereIsKnownWithRoomAndTime() throws Exception {
    Person ana = company.comes("ana").in(LOBBY).in("garden");
    Person bob = company.comes("bob").in(LOBBY);
    await()
        .untilAsserted(
            () ->
                assertThat(bob.client().connected())
                    .filteredOn(each -> each.kind().equals("chat"))
                    .extracting(each -> each.name() + "@" + each.where())
                    .containsExactlyInAnyOrder("ana@garden", "bob@lobby"));
    assertThat(ana.client().rooms()).containsExactly(new RoomName("garden"), RoomName.LOBBY);
    try (var worker = company.broker().connectionsAs("worker");
        var client = company.broker().connectionsAs("client");
        var ofWorker = present(worker, PresenceKind.WORKER, "worker-7");
        var ofClient = present(client, PresenceKind.CLIENT, "client-7")) {
      assertThat(List.of(ofWorker, ofClient)).hasSize(2);
      await()
          .untilAsserted(
              () ->
                  assertThat(bob.client().connected())
                      .extracting(each -> each.kind() + " " + each.name())
                      .contains("worker worker-7", "client client-7", "chat bob"));
    }
    ana.close();
    await().until(() -> bob.client().members().size() == 1);
  }

  private static PresencePublisher present(Connections of, PresenceKind kind, String id) {
    return PresencePublisher.start(
        of.connect(Use.FENCED),
        kind,
        id,
        "1",
        facts -> {},
        Duration.ofSeconds(60),
        Clock.systemUTC());
  }
}
