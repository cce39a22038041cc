package dev.quiver.dht.core;

import dev.quiver.dht.Item;

/**
 * How much the nodes of one process may keep together: they share its memory, and a process that
 * has none left takes every copy with it. Clients' writes are refused before copies are, so that
 * there is room for what the dead leave to the others.
 */
public final class Room {

  /** A fifth is kept free for copies. */
  private static final int RESERVE = 5;

  /** What an item needs besides its texts, in bytes; an estimate, rather too much. */
  private static final int FRAME = 400;

  /** What the memory of one write needs besides its identifier. */
  private static final int WRITE = 100;

  private final long limit;
  private long used;

  /**
   * @param limit in bytes
   */
  public Room(long limit) {
    this.limit = limit;
  }

  /** As much as anybody likes. */
  public static Room unlimited() {
    return new Room(Long.MAX_VALUE);
  }

  /** Whether a client's write that needs so much more may be made. */
  boolean takesWrite(long more) {
    return more <= 0 || more <= limit - limit / RESERVE - used;
  }

  /** Whether a copy, or what the node has become responsible for, may be kept. */
  boolean takesCopy(long more) {
    return more <= 0 || more <= limit - used;
  }

  void add(long bytes) {
    used += bytes;
  }

  /** What an item takes of the memory, in bytes. */
  static long weight(Item item) {
    String value = item.value();
    long weight = FRAME + bytes(item.key()) + (value == null ? 0 : bytes(value));
    for (Item.Write write : item.writes()) {
      weight += WRITE + bytes(write.operation());
    }
    return weight;
  }

  /** A text has a byte a character, or two of each if one of them does not fit into one. */
  private static long bytes(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0xFF) {
        return 2L * text.length();
      }
    }
    return text.length();
  }
}
