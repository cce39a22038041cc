package dev.quiver.dht.core;

import dev.quiver.dht.ChordConfig;
import dev.quiver.dht.ChordMessage;
import dev.quiver.dht.ClientMessage;
import dev.quiver.dht.Id;
import dev.quiver.dht.IdSpace;
import dev.quiver.dht.Item;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.Operation;
import dev.quiver.dht.Outcome;
import dev.quiver.dht.Range;
import dev.quiver.dht.RingMessage;
import dev.quiver.dht.RouteMessage;
import dev.quiver.dht.StoreMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Whether what somebody says can be so at all: its places are on the circle, its items within the
 * limits, its versions and counts no numbers that would run over. What cannot is not even looked
 * at.
 */
final class Plausible {

  /** How far the clocks of two machines may be apart: versions are times. */
  private static final Duration CLOCKS = Duration.ofDays(1);

  /** No value lives longer, and no delete is remembered longer. */
  private static final Duration LONGEST_LIFE = Operation.MAX_TIME_TO_LIVE.multipliedBy(2);

  private final IdSpace space;

  Plausible(IdSpace space) {
    this.space = space;
  }

  boolean is(ChordMessage message, Instant now) {
    if (message instanceof RingMessage ring) {
      return ring(ring);
    } else if (message instanceof RouteMessage route) {
      return route(route);
    } else if (message instanceof StoreMessage store) {
      return store(store, now);
    } else if (message instanceof ClientMessage.Lookup lookup) {
      return place(lookup.key());
    } else if (message instanceof ClientMessage.Find find) {
      return place(find.key());
    } else if (message instanceof ClientMessage.ListItems list) {
      return range(list.range());
    }
    return true;
  }

  private boolean ring(RingMessage message) {
    if (message instanceof RingMessage.State state) {
      return node(state.predecessor()) && nodes(state.successors());
    } else if (message instanceof RingMessage.Leaving leaving) {
      return node(leaving.predecessor()) && nodes(leaving.successors());
    }
    return true; // Who greets may be of another circle, and a notify is judged by whom it is from.
  }

  private boolean route(RouteMessage message) {
    if (message instanceof RouteMessage.NextHop question) {
      return place(question.key()) && question.avoid().stream().allMatch(this::place);
    } else if (message instanceof RouteMessage.Hop answer) {
      return node(answer.next());
    } else if (message instanceof RouteMessage.Reached answer) {
      return nodes(answer.holders());
    } else if (message instanceof RouteMessage.Confirm question) {
      return place(question.key());
    } else if (message instanceof RouteMessage.Confirmed answer) {
      return node(answer.predecessor());
    } else if (message instanceof RouteMessage.Forward question) {
      return place(question.key())
          && node(question.origin())
          && !question.origin().isPadding()
          && hops(question.hops())
          && nodes(question.path());
    } else if (message instanceof RouteMessage.Arrived answer) {
      return nodes(answer.holders()) && nodes(answer.path()) && hops(answer.hops());
    }
    return true;
  }

  private boolean store(StoreMessage message, Instant now) {
    if (message instanceof StoreMessage.Operated answer) {
      return outcome(answer.outcome(), now);
    } else if (message instanceof StoreMessage.Replicate copies) {
      return items(copies.items(), now);
    } else if (message instanceof StoreMessage.Pull question) {
      return range(question.range()) && node(question.holder()) && !question.holder().isPadding();
    } else if (message instanceof StoreMessage.Pulled page) {
      return items(page.items(), now) && node(page.before());
    } else if (message instanceof StoreMessage.Summary question) {
      return range(question.range());
    } else if (message instanceof StoreMessage.Digest question) {
      return range(question.range());
    } else if (message instanceof StoreMessage.Wanted answer) {
      return items(answer.newer(), now);
    }
    return true;
  }

  private boolean place(Id id) {
    return space.contains(id);
  }

  private boolean node(@Nullable NodeRef node) {
    return node == null || place(node.id());
  }

  private boolean nodes(Collection<NodeRef> nodes) {
    return nodes.stream().allMatch(this::node);
  }

  private boolean range(@Nullable Range range) {
    return range == null || (place(range.after()) && place(range.upTo()));
  }

  private static boolean hops(int count) {
    return count >= 0 && count <= Lookups.MAX_HOPS + 1;
  }

  private boolean outcome(Outcome outcome, Instant now) {
    Item item = outcome.item();
    return node(outcome.holder()) && (item == null || item(item, now));
  }

  private static boolean items(Collection<Item> items, Instant now) {
    return items.stream().allMatch(item -> item(item, now));
  }

  private static boolean item(Item item, Instant now) {
    String value = item.value();
    Instant expires = item.expires();
    int bytes = item.key().getBytes(StandardCharsets.UTF_8).length;
    return bytes > 0
        && bytes <= ChordConfig.MAX_KEY_BYTES
        && (value == null || value.length() <= Operation.MAX_VALUE_CHARS)
        && item.version() > 0
        && item.version() <= now.plus(CLOCKS).toEpochMilli()
        && (expires == null || expires.isBefore(now.plus(LONGEST_LIFE)))
        && item.writes().size() <= Item.MAX_WRITES
        && item.writes().stream().allMatch(Plausible::write);
  }

  private static boolean write(Item.Write write) {
    return !write.operation().isEmpty() && write.operation().length() <= Operation.MAX_ID_CHARS;
  }
}
