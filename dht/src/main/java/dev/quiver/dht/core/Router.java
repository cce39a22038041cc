package dev.quiver.dht.core;

import dev.quiver.dht.Id;
import dev.quiver.dht.IdSpace;
import dev.quiver.dht.NodeRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chooses the next node on the way to a key, from what one node knows. */
final class Router {

  /**
   * What a node knows of the way.
   *
   * @param holders if it is the key's predecessor: the first who is alive holds the key
   * @param next else whom to ask next
   */
  record Way(List<NodeRef> holders, @Nullable NodeRef next) {}

  private final IdSpace space;
  private final Pointers pointers;
  private final Fingers fingers;

  Router(IdSpace space, Pointers pointers, Fingers fingers) {
    this.space = space;
    this.pointers = pointers;
    this.fingers = fingers;
  }

  /**
   * @param avoid who did not answer whoever asks
   */
  Way way(Id key, Collection<Id> avoid) {
    List<NodeRef> list = pointers.successors();
    Id self = pointers.self().id();
    if (pointers.isAlone()) {
      return new Way(list, null);
    }
    for (int i = 0; i < list.size(); i++) {
      NodeRef each = list.get(i);
      if (!each.isPadding() && (avoid.isEmpty() || !avoid.contains(each.id()))) {
        if (Id.betweenOrEnd(self, key, each.id())) {
          return new Way(usable(list, i, avoid), null);
        }
        break;
      }
    }
    NodeRef next = closestPreceding(key, avoid);
    return next == null ? new Way(usable(list, 0, avoid), null) : new Way(List.of(), next);
  }

  private static List<NodeRef> usable(List<NodeRef> list, int from, Collection<Id> avoid) {
    List<NodeRef> usable = new ArrayList<>(list.size() - from);
    for (NodeRef each : list.subList(from, list.size())) {
      if (!each.isPadding() && !avoid.contains(each.id())) {
        usable.add(each);
      }
    }
    return usable;
  }

  private @Nullable NodeRef closestPreceding(Id key, Collection<Id> avoid) {
    Id self = pointers.self().id();
    Id reach = space.distance(self, key);
    NodeRef best = null;
    Id bestDistance = Id.ZERO;
    int top = reach.equals(Id.ZERO) ? space.bits() - 1 : IdSpace.highestBit(reach);
    for (int i = top; i >= 0; i--) {
      NodeRef finger = fingers.at(i);
      if (finger != null && Id.between(self, finger.id(), key) && !avoid.contains(finger.id())) {
        best = finger;
        bestDistance = space.distance(self, finger.id());
        break;
      }
    }
    for (NodeRef each : pointers.successors()) {
      if (!Id.between(self, each.id(), key)) {
        break; // They are in order: the rest is further on.
      }
      if (!each.isPadding() && !avoid.contains(each.id())) {
        Id distance = space.distance(self, each.id());
        if (distance.compareTo(bestDistance) > 0) {
          best = each;
          bestDistance = distance;
        }
      }
    }
    return best;
  }
}
