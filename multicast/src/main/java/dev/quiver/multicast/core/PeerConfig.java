package dev.quiver.multicast.core;

import dev.quiver.multicast.Order;
import dev.quiver.multicast.View;
import java.time.Duration;

/**
 * What a peer begins with.
 *
 * @param self its number
 * @param id tells its process from others of that number, earlier or later
 * @param order which ordering it runs
 * @param view the view the group begins with; for a joiner the peers that it waits for nothing from
 * @param joins whether it comes to a group that is under way
 * @param retry after which time an unanswered READY, or a wish to join, is said again
 */
public record PeerConfig(
    int self, String id, Order order, View view, boolean joins, Duration retry) {

  public PeerConfig {
    if (self < 1) {
      throw new IllegalArgumentException("the peer " + self + ": peers count from 1");
    }
    if (!joins && !view.has(self)) {
      throw new IllegalArgumentException(
          "peer " + self + " is not among the peers " + view.members() + " it shall begin with");
    }
  }

  /** A member from the beginning. */
  public static PeerConfig member(int self, String id, Order order, View view) {
    return new PeerConfig(self, id, order, view, false, Duration.ofSeconds(1));
  }

  /** Somebody who comes later. */
  public static PeerConfig joiner(int self, String id, Order order) {
    return new PeerConfig(
        self, id, order, new View(0, new java.util.TreeSet<>()), true, Duration.ofSeconds(1));
  }
}
