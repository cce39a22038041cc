package dev.quiver.dht;

import dev.quiver.messaging.text.UnusableValueException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Nodes in the order of their identifiers, no two on the same place. */
public final class Roster {

  private final List<NodeRef> nodes;

  /**
   * @throws IllegalArgumentException if it is empty or two share an identifier
   */
  public Roster(List<NodeRef> members) {
    nodes = members.stream().sorted(Comparator.comparing(NodeRef::id)).toList();
    Set<Id> ids = new HashSet<>();
    for (NodeRef node : nodes) {
      if (!ids.add(node.id())) {
        throw UnusableValueException.of("value.ring.twice", node.id());
      }
    }
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException("a ring of no nodes");
    }
  }

  /** In the order of their identifiers. */
  public List<NodeRef> nodes() {
    return nodes;
  }

  public int size() {
    return nodes.size();
  }

  /** The first node at that place or after it, round the circle. */
  public NodeRef successor(Id id) {
    return nodes.get(indexOf(id));
  }

  /** The node before a member. */
  public NodeRef predecessor(NodeRef node) {
    return nodes.get(Math.floorMod(indexOf(node.id()) - 1, nodes.size()));
  }

  /** The members after one of them, as many as asked for and there are. */
  public List<NodeRef> following(NodeRef node, int count) {
    int place = indexOf(node.id());
    int others = Math.min(count, nodes.size() - 1);
    NodeRef[] found = new NodeRef[others];
    for (int i = 0; i < others; i++) {
      found[i] = nodes.get((place + 1 + i) % nodes.size());
    }
    return List.of(found);
  }

  private int indexOf(Id id) {
    int low = 0;
    int high = nodes.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (nodes.get(middle).id().compareTo(id) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == nodes.size() ? 0 : low;
  }

  @Override
  public String toString() {
    return nodes.size() + " nodes";
  }
}
