package dev.quiver.chat;

import dev.quiver.messaging.text.UnusableValueException;
import dev.quiver.messaging.text.ValueName;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A room.
 *
 * @param value lower-case letters, digits, dashes and underscores, at most 32
 */
public record RoomName(String value) implements Comparable<RoomName> {

  private static final Pattern USABLE = Pattern.compile("[a-z0-9][a-z0-9_-]{0,31}");

  /** Where everybody starts. */
  public static final RoomName LOBBY = new RoomName("lobby");

  public RoomName {
    if (!USABLE.matcher(value).matches()) {
      throw UnusableValueException.of("value.word", ValueName.ROOM, value, 32);
    }
  }

  /** As people type it: with or without {@code #} before it, in upper or lower case. */
  public static RoomName typed(String text) {
    String bare = text.startsWith("#") ? text.substring(1) : text;
    return new RoomName(bare.toLowerCase(Locale.ROOT));
  }

  @Override
  public int compareTo(RoomName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
