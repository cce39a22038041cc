package dev.quiver.dht;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What finds the way to a key. */
public sealed interface RouteMessage extends ChordMessage {

  /** Iterative: whom shall I ask next? Not those in {@code avoid}, which did not answer. */
  record NextHop(long rpc, Id key, List<Id> avoid) implements RouteMessage {
    public NextHop {
      avoid = List.copyOf(avoid);
    }
  }

  /** Ask that one. */
  record Hop(long rpc, NodeRef next) implements RouteMessage, Answer {}

  /** The key lies between me and my successor: the first of these who is alive holds it. */
  record Reached(long rpc, List<NodeRef> holders) implements RouteMessage, Answer {
    public Reached {
      holders = List.copyOf(holders);
    }
  }

  /** Do you hold it? */
  record Confirm(long rpc, Id key) implements RouteMessage {}

  /** I do; or I do not, and my predecessor may know. */
  record Confirmed(long rpc, boolean holds, @Nullable NodeRef predecessor)
      implements RouteMessage, Answer {}

  /**
   * Recursive: find it, or pass this on; whoever reaches the key tells {@code origin}.
   *
   * @param path whom it went through, if that was asked for
   */
  record Forward(long rpc, Id key, NodeRef origin, int hops, boolean traced, List<NodeRef> path)
      implements RouteMessage {
    public Forward {
      path = List.copyOf(path);
    }
  }

  /** A forwarded question has reached the key's predecessor. */
  record Arrived(long rpc, List<NodeRef> holders, int hops, List<NodeRef> path)
      implements RouteMessage, Answer {
    public Arrived {
      holders = List.copyOf(holders);
      path = List.copyOf(path);
    }
  }
}
