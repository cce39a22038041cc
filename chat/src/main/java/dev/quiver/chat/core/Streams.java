package dev.quiver.chat.core;

import dev.quiver.chat.Place;
import dev.quiver.chat.UserName;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tells doubles. A sender numbers what it says at one place, from 1; the numbers of one sender's
 * process are a stream. A message that is delivered again, or sent again because nobody knew
 * whether it had arrived, bears a number that was seen.
 *
 * <p>Numbers far below the highest are taken for doubles, and the streams not heard for longest are
 * forgotten, so that a hostile sender cannot fill the memory.
 */
public final class Streams {

  private static final int WINDOW = 4096;
  private static final int MOST_STREAMS = 5_000;

  private record Key(UserName sender, Place place, String stream) {}

  /** The numbers seen: bit i is {@code base + i}. */
  private static final class Seen {
    private long base;
    private BitSet bits = new BitSet();

    private boolean add(long number) {
      if (number < base) {
        return false;
      }
      if (number - base >= 2L * WINDOW) {
        long newBase = number - WINDOW;
        bits =
            newBase - base >= 2L * WINDOW
                ? new BitSet()
                : bits.get((int) (newBase - base), 2 * WINDOW);
        base = newBase;
      }
      int bit = (int) (number - base);
      if (bits.get(bit)) {
        return false;
      }
      bits.set(bit);
      return true;
    }
  }

  private final Map<Key, Seen> streams = new LinkedHashMap<>(64, 0.75f, true);

  /**
   * Whether this is heard for the first time.
   *
   * @param number from 1
   */
  public boolean isNew(UserName sender, Place place, String stream, long number) {
    Key key = new Key(sender, place, stream);
    Seen seen = streams.get(key);
    if (seen == null) {
      seen = new Seen();
      streams.put(key, seen);
      if (streams.size() > MOST_STREAMS) {
        var eldest = streams.entrySet().iterator();
        eldest.next();
        eldest.remove();
      }
    }
    return seen.add(number);
  }

  /** Nobody listens at that place any more; what was heard there may be heard again. */
  public void forget(Place place) {
    streams.keySet().removeIf(key -> key.place().equals(place));
  }

  int size() {
    return streams.size();
  }
}
