package dev.quiver.dht;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What keeps keys where they belong, in as many copies as they should have. */
public sealed interface StoreMessage extends ChordMessage {

  /** Do this with a key that you hold. */
  record Operate(long rpc, Operation operation) implements StoreMessage {}

  /** Done, or why not. */
  record Operated(long rpc, Outcome outcome) implements StoreMessage, Answer {}

  /** Keep these, unless you have something newer. */
  record Replicate(long rpc, List<Item> items) implements StoreMessage {
    public Replicate {
      items = List.copyOf(items);
    }
  }

  /**
   * They are kept.
   *
   * @param keepYours whether the sender of the copies is one of those who should have them
   */
  record Replicated(long rpc, boolean keepYours) implements StoreMessage, Answer {}

  /** There is no room for them: they are not kept, or not all. */
  record Full(long rpc) implements StoreMessage, Answer {}

  /**
   * That stretch is mine now: what do you have of it?
   *
   * @param after the last key of the page before; null for the first page
   */
  record Pull(long rpc, NodeRef holder, Range range, @Nullable String after)
      implements StoreMessage {}

  /**
   * A page of it.
   *
   * @param settled false if who answers is still collecting that stretch itself
   * @param before whom who answers took for its predecessor when it heard that the stretch is the
   *     asker's, or takes for it instead of the asker: that one may hold a part of the stretch;
   *     null if there is none
   */
  record Pulled(long rpc, List<Item> items, boolean more, boolean settled, @Nullable NodeRef before)
      implements StoreMessage, Answer {
    public Pulled {
      items = List.copyOf(items);
    }
  }

  /** You should have copies of these: do you? A number and a sum stand for all of them. */
  record Summary(long rpc, Range range, int count, long sum) implements StoreMessage {}

  /** The same here, or not. */
  record Compared(long rpc, boolean same) implements StoreMessage, Answer {}

  /**
   * One by one, in the order of the circle: what you should have.
   *
   * @param range of which this is all there is; null if it is about these keys alone
   * @param after only behind that key; null from the beginning of the stretch
   * @param last whether this is all up to the end of the stretch; if not, up to the last of these
   */
  record Digest(
      long rpc, @Nullable Range range, @Nullable String after, boolean last, List<Stamp> stamps)
      implements StoreMessage {
    public Digest {
      stamps = List.copyOf(stamps);
    }
  }

  /** Send these; and these are newer here. */
  record Wanted(long rpc, List<String> keys, List<Item> newer) implements StoreMessage, Answer {
    public Wanted {
      keys = List.copyOf(keys);
      newer = List.copyOf(newer);
    }
  }

  /** Which version of a key. */
  record Stamp(String key, long version) {}
}
