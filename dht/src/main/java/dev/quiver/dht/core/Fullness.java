package dev.quiver.dht.core;

import dev.quiver.dht.Item;
import dev.quiver.dht.NodeRef;
import dev.quiver.messaging.protocol.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who has no room for what a client writes: the node itself, or one that should have a copy. */
final class Fullness {

  private final Store store;
  private final Duration rest;
  private final Map<NodeId, Instant> until = new HashMap<>();
  private long refused;

  /**
   * @param rest how long one that had no room is not asked for more
   */
  Fullness(Store store, Duration rest) {
    this.store = store;
    this.rest = rest;
  }

  /**
   * Who has no room for it; null if there is room, as far as is known.
   *
   * @param targets who should have copies
   */
  @Nullable NodeRef refuses(Item item, NodeRef self, List<NodeRef> targets, Instant now) {
    if (!store.takesWrite(item)) {
      return self;
    }
    until.values().removeIf(each -> !now.isBefore(each));
    for (NodeRef target : targets) {
      if (until.containsKey(target.name()) && store.isMore(item)) {
        return target;
      }
    }
    return null;
  }

  /** That one has said that it has no room. */
  void said(NodeRef target, Instant now) {
    until.put(target.name(), now.plus(rest));
  }

  /** A write was refused. */
  void count() {
    refused++;
  }

  /** How many were. */
  long refused() {
    return refused;
  }
}
