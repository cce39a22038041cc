package dev.quiver.dht;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of an operation.
 *
 * @param item what the key has now, or had that stood in the way; null for nothing
 * @param copies how many nodes have what was written
 * @param holder who did it; if it was not the holder, who may be; if there was no room, who has
 *     none
 */
public record Outcome(Status status, @Nullable Item item, int copies, @Nullable NodeRef holder) {

  /** How it went. */
  public enum Status {
    /** Done. */
    DONE,
    /** There is no such key. */
    NOT_FOUND,
    /** It has another version than the operation demanded. */
    CONFLICT,
    /** Asked was somebody who does not hold the key. */
    NOT_HOLDER,
    /** The holder is new and still collects what it should have: try again in a moment. */
    NOT_YET,
    /**
     * There is no room for the value, with its holder or with one of those who should have copies.
     * If the latter found out only then, the holder may have it all the same.
     */
    FULL,
    /** Nobody answered; a write may have been done all the same. */
    UNREACHABLE;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The status of that label; null if there is none. */
    public static @Nullable Status labelled(String label) {
      for (Status status : values()) {
        if (status.label().equals(label)) {
          return status;
        }
      }
      return null;
    }
  }

  public static Outcome of(Status status, NodeRef holder) {
    return new Outcome(status, null, 0, holder);
  }

  /** Nobody did anything, as far as is known. */
  public static Outcome unreachable() {
    return new Outcome(Status.UNREACHABLE, null, 0, null);
  }
}
