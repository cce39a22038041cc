package dev.quiver.chat.client;

import dev.quiver.chat.RoomName;

/** What hangs on a connection beside rooms, and how it is said that the broker is away. */
interface Part {

  /** A connection was made, and the rooms on it are entered. */
  default void opened(Link link) {}

  /** Called some ten times a second while there is a connection. */
  default void round() {}

  /** What was opened is of no use any more, or not wanted; also called if nothing was. */
  default void withdraw() {}

  /** The client leaves, in good order. */
  default void quits(Link link) {}

  /** The connection broke. */
  void away();

  /** There is one again, or the first one at last. */
  void back();

  /** A room was to be entered while there was none; it will be. */
  default void lacks(RoomName room) {}
}
