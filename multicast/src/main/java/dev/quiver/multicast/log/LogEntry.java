package dev.quiver.multicast.log;

import dev.quiver.multicast.MessageId;

/**
 * One thing that a peer did.
 *
 * @param kind what
 * @param id the message
 * @param receivedMicros when it came in, in microseconds since 1970 by the peer's clock; of a
 *     broadcast when it was sent; 0 if unknown
 * @param atMicros when it was done, likewise
 */
public record LogEntry(Kind kind, MessageId id, long receivedMicros, long atMicros) {

  /** What a peer can have done. */
  public enum Kind {
    BROADCAST('B'),
    DELIVERY('D'),
    /** Delivered by the group before this peer joined; it got it with its state. */
    STATE('S');

    private final char letter;

    Kind(char letter) {
      this.letter = letter;
    }

    char letter() {
      return letter;
    }

    static Kind of(int letter) {
      return letter == BROADCAST.letter ? BROADCAST : letter == STATE.letter ? STATE : DELIVERY;
    }
  }

  public static LogEntry broadcast(MessageId id) {
    return new LogEntry(Kind.BROADCAST, id, 0, 0);
  }

  public static LogEntry delivery(MessageId id) {
    return new LogEntry(Kind.DELIVERY, id, 0, 0);
  }

  /** Whether the peer has the message from here on. */
  public boolean isDelivery() {
    return kind != Kind.BROADCAST;
  }
}
