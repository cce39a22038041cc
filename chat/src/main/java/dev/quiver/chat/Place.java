package dev.quiver.chat;

/** Where something is said. */
public sealed interface Place {

  /** To whoever is in that room. */
  record Room(RoomName room) implements Place {}

  /** To everyone connected. */
  record Everyone() implements Place {}

  /** To one person alone. */
  record Person(UserName user) implements Place {}
}
