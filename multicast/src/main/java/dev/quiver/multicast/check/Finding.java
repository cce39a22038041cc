package dev.quiver.multicast.check;

import dev.quiver.multicast.MessageId;
import dev.quiver.multicast.Property;
import org.jspecify.annotations.Nullable;

/**
 * Whether one property held.
 *
 * @param violations how often it did not; of order properties, pairs or logs, as each counts
 * @param first the first violation; null if there is none
 */
public record Finding(Property property, long violations, @Nullable Witness first) {

  public boolean holds() {
    return violations == 0;
  }

  /**
   * Where to look.
   *
   * @param kind what is wrong there
   * @param peer in whose log
   * @param position at which delivery of that log, from 1; 0 if it is not there
   * @param message the message
   * @param other the message that it is wrong together with; null if there is none
   * @param otherPeer the log that it is wrong against; 0 if there is none
   */
  public record Witness(
      Kind kind,
      int peer,
      int position,
      MessageId message,
      @Nullable MessageId other,
      int otherPeer) {

    @Override
    public String toString() {
      String text =
          switch (kind) {
            case MISSING -> "peer " + peer + " has not delivered " + message;
            case TWICE -> "peer " + peer + " delivered " + message + " again, at " + position;
            case UNKNOWN -> "peer " + peer + " delivered " + message + ", which nobody broadcast";
            case TOO_EARLY ->
                "peer " + peer + " delivered " + message + " at " + position + " without " + other;
            case SWAPPED -> "peer " + peer + " delivered " + message + " before " + other;
            case DIVERGES ->
                "peer "
                    + peer
                    + " has "
                    + message
                    + " at "
                    + position
                    + (other == null ? "" : " where there is " + other);
          };
      return otherPeer == 0 ? text : text + ", unlike peer " + otherPeer;
    }
  }

  /** What can be wrong. */
  public enum Kind {
    MISSING,
    TWICE,
    UNKNOWN,
    TOO_EARLY,
    SWAPPED,
    DIVERGES
  }
}
