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

  /** A page of what you hold, after that key of the page before. */
  record ListItems(long rpc, @Nullable String after) implements ClientMessage {}

  record Items(long rpc, List<Item> items, boolean more) implements ClientMessage, Answer {
    public Items {
      items = List.copyOf(items);
    }
  }
}
