package dev.quiver.chat.client;

import dev.quiver.chat.ChatMessage;
import dev.quiver.chat.Place;
import dev.quiver.chat.wire.Numbered;
import dev.quiver.messaging.Addresses;
import dev.quiver.messaging.connection.ConnectionLostException;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.text.Sayings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts what one client says into its outbox, in order: what is said at a place bears the client's
 * stream and its number there, notices to all bear none. Safe for many threads.
 */
final class Speaker {

  /** How many messages wait in memory while the broker is away, before saying more waits. */
  static final int CAPACITY = 10_000;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Outbox outbox;
  private final Addresses addresses;
  private final String stream;
  private final InstantSource clock;
  private final Map<String, Long> sequences = new HashMap<>();

  /**
   * One that has said nothing yet.
   *
   * @param stream tells this process of its user from others
   */
  Speaker(Outbox outbox, Addresses addresses, String stream, InstantSource clock) {
    this.outbox = outbox;
    this.addresses = addresses;
    this.stream = stream;
    this.clock = clock;
  }

  /**
   * Says something at a place.
   *
   * @param settled told null when the broker has it on disk, else why it does not take it
   * @throws ConnectionLostException if the broker is away and too much waits for it
   */
  void say(Place place, ChatMessage message, Consumer<@Nullable QuiverMessagingException> settled)
      throws InterruptedException {
    String address = address(place);
    synchronized (sequences) {
      // The number is given where the order is.
      long sequence = sequences.merge(address, 1L, Long::sum);
      Numbered numbered = new Numbered(message, stream, sequence);
      boolean topic = !(place instanceof Place.Person);
      add(new Letter(address, topic, numbered, clock.instant(), settled));
    }
  }

  /**
   * Says to all that something has happened here; it is not kept.
   *
   * @param settled as for {@link #say}
   */
  void tellAll(ChatMessage notice, Consumer<@Nullable QuiverMessagingException> settled)
      throws InterruptedException {
    Numbered numbered = new Numbered(notice, null, 0);
    add(new Letter(addresses.chatAll(), true, numbered, clock.instant(), settled));
  }

  private void add(Letter letter) throws InterruptedException {
    if (!outbox.add(letter, PATIENCE)) {
      throw new ConnectionLostException(
          Sayings.ofMessaging().say("failure.lost.waiting", CAPACITY), null);
    }
  }

  private String address(Place place) {
    if (place instanceof Place.Room room) {
      return addresses.chatRoom(room.room().value());
    }
    return place instanceof Place.Person person
        ? addresses.chatUser(person.user().value())
        : addresses.chatAll();
  }
}
