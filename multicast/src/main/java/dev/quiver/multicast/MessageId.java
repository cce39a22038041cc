package dev.quiver.multicast;

import java.util.Comparator;

/**
 * Names one multicast.
 *
 * @param sender the number of the peer that broadcast it, from 1
 * @param sequence its place among that peer's multicasts, from 1
 */
public record MessageId(int sender, int sequence) implements Comparable<MessageId> {

  private static final Comparator<MessageId> BY_SENDER =
      Comparator.comparingInt(MessageId::sender).thenComparingInt(MessageId::sequence);

  public MessageId {
    if (sender < 1 || sequence < 1) {
      throw new IllegalArgumentException(
          "the message " + sender + "." + sequence + ": senders and sequences count from 1");
    }
  }

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws IllegalArgumentException if it is no such text
   */
  public static MessageId parse(String text) {
    int dot = text.indexOf('.');
    try {
      if (dot > 0) {
        return new MessageId(
            Integer.parseInt(text.substring(0, dot)), Integer.parseInt(text.substring(dot + 1)));
      }
    } catch (NumberFormatException e) {
      // Told below, with the whole text.
    }
    throw new IllegalArgumentException(
        "\"" + text + "\" is no message: a sender and a sequence, such as 2.17");
  }

  @Override
  public int compareTo(MessageId other) {
    return BY_SENDER.compare(this, other);
  }

  @Override
  public String toString() {
    return sender + "." + sequence;
  }
}
