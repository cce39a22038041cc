package dev.quiver.multicast;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * Messages in an order, a few bytes each: logs have millions of them. Whoever goes through many of
 * them takes their {@link #key}s.
 */
public final class MessageIds extends AbstractList<MessageId> implements RandomAccess {

  private final long[] keys;
  private final int @Nullable [] chosen;

  /**
   * Some of those; the arrays are not copied.
   *
   * @param keys a message each
   * @param chosen which of them; null for all
   */
  public MessageIds(long[] keys, int @Nullable [] chosen) {
    this.keys = keys;
    this.chosen = chosen;
  }

  /** All of those, one list after the other. */
  public static MessageIds concat(List<MessageIds> lists) {
    long[] all = new long[lists.stream().mapToInt(MessageIds::size).sum()];
    int at = 0;
    for (MessageIds list : lists) {
      for (int i = 0; i < list.size(); i++) {
        all[at++] = list.key(i);
      }
    }
    return new MessageIds(all, null);
  }

  /** A number that stands for that message and no other. */
  public static long key(MessageId id) {
    return (long) id.sender() << Integer.SIZE | id.sequence();
  }

  /** The message for which that number stands. */
  public static MessageId id(long key) {
    return new MessageId((int) (key >>> Integer.SIZE), (int) key);
  }

  /** The number that stands for the message at that place. */
  public long key(int index) {
    return keys[chosen == null ? index : chosen[index]];
  }

  @Override
  public MessageId get(int index) {
    return id(key(index));
  }

  @Override
  public int size() {
    return chosen == null ? keys.length : chosen.length;
  }
}
