package dev.quiver.chat;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one client hears. */
public sealed interface ChatEvent {

  /**
   * Somebody said something.
   *
   * @param history whether it was said before the room was joined
   */
  record Spoken(Heard heard, ChatMessage.Said said, boolean history) implements ChatEvent {}

  /** Somebody has come into a room that the client is in. */
  record Entered(UserName user, RoomName room) implements ChatEvent {}

  /** Somebody has left a room that the client is in. */
  record Departed(UserName user, RoomName room) implements ChatEvent {}

  /** Somebody has gone without a word: nothing was heard from it for the time of presence. */
  record Gone(UserName user, List<RoomName> rooms) implements ChatEvent {
    public Gone {
      rooms = List.copyOf(rooms);
    }
  }

  /**
   * Somebody is away from the keyboard, or back.
   *
   * @param why null if back
   */
  record Away(UserName user, @Nullable String why) implements ChatEvent {}

  /** The broker is away; what is said meanwhile waits. */
  record Disconnected() implements ChatEvent {}

  /** The broker is back. */
  record Reconnected() implements ChatEvent {}

  /**
   * The broker of a cluster that has these rooms is away; what is said there waits, while other
   * rooms go on.
   */
  record RoomsAway(List<RoomName> rooms) implements ChatEvent {
    public RoomsAway {
      rooms = List.copyOf(rooms);
    }
  }

  /** The broker that has these rooms is there. */
  record RoomsBack(List<RoomName> rooms) implements ChatEvent {
    public RoomsBack {
      rooms = List.copyOf(rooms);
    }
  }

  /**
   * Somebody is in rooms of the same names, but not in the same rooms: one of the two knows the
   * cluster on which they are, the other one does not.
   */
  record Apart(UserName user, List<RoomName> rooms) implements ChatEvent {
    public Apart {
      rooms = List.copyOf(rooms);
    }
  }

  /** The connection ended for good, for that reason. */
  record Ended(Exception why) implements ChatEvent {}

  /** The others were not told of coming, going or being away, for that reason. */
  record Untold(Exception why) implements ChatEvent {}

  /** Somebody offers a file, to be accepted or refused. */
  record FileOffered(UserName from, ChatMessage.Offered offer) implements ChatEvent {}

  /** What became of a file that was offered or accepted here. */
  record FileStep(
      String file,
      UserName other,
      String name,
      Step step,
      long bytes,
      @Nullable Path path,
      @Nullable Exception why)
      implements ChatEvent {}

  /** How far a file is. */
  enum Step {
    /** The other one accepted, and it is being sent. */
    SENDING,
    /** The broker has it. */
    SENT,
    /** The other one has it, unchanged. */
    DELIVERED,
    /** It has arrived here, unchanged, in {@code path}. */
    RECEIVED,
    /** The other one does not want it. */
    REFUSED,
    /** It did not work, for the reason {@code why}. */
    FAILED
  }
}
