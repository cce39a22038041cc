package dev.quiver.dht.core;

import dev.quiver.dht.Id;
import dev.quiver.dht.IdSpace;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.Roster;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a node jumps to: finger i is the first node at least 2^i further on. */
final class Fingers {

  private final IdSpace space;
  private final Id self;
  private final @Nullable NodeRef[] fingers;
  private int next;
  private boolean changed;

  Fingers(IdSpace space, Id self) {
    this.space = space;
    this.self = self;
    this.fingers = new @Nullable NodeRef[space.bits()];
  }

  @Nullable NodeRef at(int exponent) {
    return fingers[exponent];
  }

  int count() {
    return fingers.length;
  }

  Id start(int exponent) {
    return space.plusPowerOfTwo(self, exponent);
  }

  /** All of them right, as in a ring that has been quiet for long. */
  void fill(Roster roster) {
    for (int i = 0; i < fingers.length; ) {
      i = set(i, roster.successor(start(i)));
    }
  }

  /** None is known but the successor. */
  void clear(NodeRef head) {
    java.util.Arrays.fill(fingers, head);
    changed = true;
    next = 0;
  }

  /**
   * Which finger is to be looked up next. Those that the successor answers for need no question: in
   * a ring of N nodes only about log2 N of them do.
   */
  int nextToFix(NodeRef head) {
    if (next >= fingers.length) {
      next = 0;
    }
    if (next == 0) {
      next = set(0, head);
    }
    return next >= fingers.length ? -1 : next;
  }

  /** What was found for a finger; it holds for all that begin before it as well. */
  void found(int exponent, NodeRef node) {
    next = set(exponent, node);
  }

  /** It could not be found out now: the next one's turn. */
  void skip(int exponent) {
    next = exponent + 1;
  }

  /** Whether any of them has become another since this was asked for last. */
  boolean haveChanged() {
    boolean have = changed;
    changed = false;
    return have;
  }

  private int set(int from, NodeRef node) {
    int i = from;
    do {
      changed |= !node.equals(fingers[i]);
      fingers[i] = node;
      i++;
    } while (i < fingers.length && Id.betweenOrEnd(self, start(i), node.id()));
    return i;
  }

  /** A node is gone: the next lower finger stands in for it until it is looked up again. */
  void forget(NodeRef dead, NodeRef head) {
    NodeRef below = head;
    for (int i = 0; i < fingers.length; i++) {
      NodeRef finger = fingers[i];
      if (dead.equals(finger)) {
        changed = true;
        fingers[i] = below;
      } else if (finger != null) {
        below = finger;
      }
    }
  }

  /** All of them, by exponent; before the node has joined none. */
  List<NodeRef> all() {
    List<NodeRef> list = new ArrayList<>(fingers.length);
    for (NodeRef finger : fingers) {
      if (finger != null) {
        list.add(finger);
      }
    }
    return list;
  }
}
