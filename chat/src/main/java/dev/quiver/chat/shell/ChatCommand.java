package dev.quiver.chat.shell;

import dev.quiver.chat.RoomName;
import dev.quiver.chat.UserName;
import org.jspecify.annotations.Nullable;

/** What a line asks for. */
sealed interface ChatCommand {

  /** An empty line. */
  record Nothing() implements ChatCommand {}

  /** Words to the current room; an action tells what the sender does. */
  record Say(String text, boolean action) implements ChatCommand {}

  record SayToAll(String text) implements ChatCommand {}

  record Tell(UserName to, String text) implements ChatCommand {}

  record ListConnected() implements ChatCommand {}

  record Join(RoomName room) implements ChatCommand {}

  /**
   * Leave a room.
   *
   * @param room null for the current one
   */
  record Leave(@Nullable RoomName room) implements ChatCommand {}

  record Rooms() implements ChatCommand {}

  record History(int count) implements ChatCommand {}

  /** A wish for another name, which is refused. */
  record Nick() implements ChatCommand {}

  /**
   * Away from the keyboard, or back.
   *
   * @param why empty: away without a reason, or back if it was away
   */
  record Away(String why) implements ChatCommand {}

  record Send(UserName to, String file) implements ChatCommand {}

  /**
   * Take a file.
   *
   * @param file null for the one that was offered first
   */
  record Accept(@Nullable String file) implements ChatCommand {}

  /**
   * Do not take a file.
   *
   * @param file null for the one that was offered first
   */
  record Refuse(@Nullable String file) implements ChatCommand {}

  record Help() implements ChatCommand {}

  record Quit() implements ChatCommand {}
}
