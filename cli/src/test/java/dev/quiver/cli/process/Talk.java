package dev.quiver.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.broker.Role;
import dev.quiver.broker.UserAdmin;
import dev.quiver.chat.ChatEvent;
import dev.quiver.chat.Place;
import dev.quiver.chat.RoomName;
import dev.quiver.chat.client.ChatClient;
import dev.quiver.chat.client.ChatConfig;
import dev.quiver.messaging.connection.ConnectionSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** Somebody who talks without a pause to a room, and somebody who listens there. */
final class Talk implements AutoCloseable {

  private static final String PASSWORD = "talk-talk-talk";
  private static final Place.Room ROOM = new Place.Room(new RoomName("garden"));
  private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();

  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final List<String> notTaken = new CopyOnWriteArrayList<>();
  private final ChatClient listener;
  private final ChatClient speaker;
  private final Thread thread = new Thread(this::speak, "talk");
  private volatile boolean ending;
  private volatile int said;

  /** Makes two accounts, and begins. */
  Talk(ConnectionSettings admin, String adminPassword, Path folder) throws InterruptedException {
    try (UserAdmin users =
        UserAdmin.connect(admin.url(), admin.requiredUser(), adminPassword, admin.namespace())) {
      users.add("ana", PASSWORD, Set.of(Role.CHAT));
      users.add("bob", PASSWORD, Set.of(Role.CHAT));
    }
    listener = comes("bob", admin, folder);
    speaker = comes("ana", admin, folder);
    thread.start();
  }

  private ChatClient comes(String name, ConnectionSettings admin, Path folder)
      throws InterruptedException {
    ChatClient client =
        ChatClient.connect(
            ConnectionSettings.of(admin.url(), name, PASSWORD).withNamespace(admin.namespace()),
            ChatConfig.of(folder.resolve("downloads-" + name)),
            event -> {
              if (name.equals("bob") && event instanceof ChatEvent.Spoken spoken) {
                heard.add(spoken.said().text());
              }
            },
            Clock.systemUTC());
    client.join(ROOM.room());
    return client;
  }

  private void speak() {
    try {
      while (!ending) {
        speaker.say(
            ROOM,
            "word " + said,
            false,
            failure -> {
              if (failure != null) {
                notTaken.add(failure.toString());
              }
            });
        said++;
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the talk: every word was heard, once and in its place. */
  void assertAllHeard() throws InterruptedException {
    ending = true;
    thread.join();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < said; i++) {
      expected.add("word " + i);
    }
    await()
        .atMost(Duration.ofSeconds(90))
        .until(() -> heard.size() + notTaken.size() >= expected.size());
    assertThat(notTaken).isEmpty();
    assertThat(heard).containsExactlyElementsOf(expected).hasSizeGreaterThan(100);
  }

  @Override
  public void close() {
    ending = true;
    speaker.close();
    listener.close();
  }
}
