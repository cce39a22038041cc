package dev.quiver.dht;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What clients ask any node of a ring. */
public sealed interface ClientMessage extends ChordMessage {

  /** Who holds that place? */
  record Lookup(long rpc, Id key, boolean recursive) implements ClientMessage {}

  /** Who should hold that place, found recursively? The answer is not confirmed by the holder. */
  record Find(long rpc, Id key) implements ClientMessage {}

  record LookedUp(long rpc, LookupResult result) implements ClientMessage, Answer {}

  /** Do this, wherever the key lies. */
  record Act(long rpc, Operation operation) implements ClientMessage {}

  record Acted(long rpc, Outcome outcome, @Nullable LookupResult way)
      implements ClientMessage, Answer {}

  /** How are you? */
  record Describe(long rpc, boolean fingers) implements ClientMessage {}

  record Description(long rpc, NodeStatus status) implements ClientMessage, Answer {}

  /**
   * A page of what you hold of that stretch, from its beginning on or from where the page before
   * ended.
   *
   * @param after the last key of the page before; null for the first page
   */
  record ListItems(long rpc, Range range, @Nullable String after) implements ClientMessage {}

  /**
   * A page.
   *
   * @param more whether there is more of that stretch
   * @param range of what stretch it is: it begins where asked for, and ends with the node that
   *     answers if not before; null if that does not hold its beginning, or is not sure yet that it
   *     has all of it
   */
  record Items(long rpc, List<Item> items, boolean more, @Nullable Range range)
      implements ClientMessage, Answer {
    public Items {
      items = List.copyOf(items);
    }
  }
}
