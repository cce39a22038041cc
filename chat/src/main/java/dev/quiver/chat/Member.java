package dev.quiver.chat;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who is connected to the chat.
 *
 * @param incarnation tells one process of that user from the next
 * @param since since when, by its own clock
 * @param rooms where it is
 * @param current the room it speaks in; null if in none
 * @param away why it is away from the keyboard; null if it is not
 * @param spread whether its rooms are on the brokers of a cluster
 */
public record Member(
    UserName user,
    String incarnation,
    Instant since,
    List<RoomName> rooms,
    @Nullable RoomName current,
    @Nullable String away,
    boolean spread) {

  public Member {
    rooms = List.copyOf(rooms);
  }
}
