package dev.quiver.chat.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.chat.ChatEvent;
import dev.quiver.chat.Place;
import dev.quiver.chat.RoomName;
import dev.quiver.chat.UserName;
import dev.quiver.messaging.connection.QuiverMessagingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Somebody in the chat who remembers all that is heard. */
final class Person implements AutoCloseable {

  private final List<ChatEvent> events = new ArrayList<>();
  private @Nullable ChatClient client;

  void is(ChatClient made) {
    client = made;
  }

  ChatClient client() {
    return Objects.requireNonNull(client);
  }

  synchronized void heard(ChatEvent event) {
    events.add(event);
  }

  synchronized List<ChatEvent> events() {
    return List.copyOf(events);
  }

  Person in(String room) throws InterruptedException {
    client().join(new RoomName(room));
    return this;
  }

  void says(String room, String text) throws InterruptedException {
    client().say(new Place.Room(new RoomName(room)), text, false, Person::mustBeTaken);
  }

  void saysToAll(String text) throws InterruptedException {
    client().say(new Place.Everyone(), text, false, Person::mustBeTaken);
  }

  /** What the broker said to a direct message: null if it has it. */
  @Nullable QuiverMessagingException tells(String name, String text) throws Exception {
    CompletableFuture<@Nullable QuiverMessagingException> settled = new CompletableFuture<>();
    client().say(new Place.Person(new UserName(name)), text, false, settled::complete);
    return settled.get(30, TimeUnit.SECONDS);
  }

  private static void mustBeTaken(@Nullable QuiverMessagingException failure) {
    assertThat(failure).isNull();
  }

  /**
   * What was heard at places like that, as {@code sender: text}; history as {@code (sender: text)}.
   */
  List<String> heardAt(Predicate<Place> place) {
    List<String> lines = new ArrayList<>();
    for (ChatEvent event : events()) {
      if (event instanceof ChatEvent.Spoken spoken && place.test(spoken.heard().place())) {
        String line = spoken.heard().sender() + ": " + spoken.said().text();
        lines.add(spoken.history() ? "(" + line + ")" : line);
      }
    }
    return lines;
  }

  List<String> heardIn(String room) {
    Place wanted = new Place.Room(new RoomName(room));
    return heardAt(wanted::equals);
  }

  List<String> heardAlone() {
    return heardAt(Place.Person.class::isInstance);
  }

  void awaits(Duration patience, Predicate<ChatEvent> wanted) {
    await().atMost(patience).until(() -> events().stream().anyMatch(wanted));
  }

  void awaits(Predicate<ChatEvent> wanted) {
    awaits(Duration.ofSeconds(60), wanted);
  }

  void awaitsIn(String room, String... lines) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(heardIn(room)).containsExactly(lines));
  }

  @Override
  public void close() {
    client().close();
  }
}
