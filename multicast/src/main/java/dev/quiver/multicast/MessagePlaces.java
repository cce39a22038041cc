package dev.quiver.multicast;

/**
 * Where each message stands first among some: a table with open addressing that knows places alone,
 * since the messages themselves are there already.
 */
public final class MessagePlaces {

  /** The place of what is not there; after all places. */
  public static final int NOWHERE = Integer.MAX_VALUE;

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final MessageIds ids;
  private final int[] places;
  private final int shift;

  /** Of those, from 0. */
  public MessagePlaces(MessageIds ids) {
    this.ids = ids;
    // At most two thirds full.
    int bits = Math.max(2, Long.SIZE - Long.numberOfLeadingZeros(ids.size() * 3L / 2));
    this.places = new int[1 << bits];
    this.shift = Long.SIZE - bits;
    for (int place = 0; place < ids.size(); place++) {
      int slot = slot(ids.key(place));
      if (places[slot] == 0) {
        places[slot] = place + 1;
      }
    }
  }

  /** From 0, of its first time; {@link #NOWHERE} if it is not there. */
  public int of(long key) {
    int place = places[slot(key)];
    return place == 0 ? NOWHERE : place - 1;
  }

  public boolean has(long key) {
    return places[slot(key)] != 0;
  }

  /** Where its place is written, or would be. */
  private int slot(long key) {
    int slot = (int) ((key * GOLDEN) >>> shift);
    while (places[slot] != 0 && ids.key(places[slot] - 1) != key) {
      slot = (slot + 1) & (places.length - 1);
    }
    return slot;
  }
}
