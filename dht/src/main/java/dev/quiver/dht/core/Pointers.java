package dev.quiver.dht.core;

import dev.quiver.dht.ChordConfig;
import dev.quiver.dht.Id;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.Range;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node's neighbours. The successor list has as many entries as the configuration says. It is
 * shorter only where a ring of few nodes begins again in it: then all of them are there.
 */
final class Pointers {

  private final ChordConfig config;
  private final Rules rules;
  private final NodeRef self;
  private @Nullable NodeRef predecessor;
  private List<NodeRef> successors = List.of();

  Pointers(ChordConfig config, Rules rules, NodeRef self) {
    this.config = config;
    this.rules = rules;
    this.self = self;
  }

  NodeRef self() {
    return self;
  }

  @Nullable NodeRef predecessor() {
    return predecessor;
  }

  List<NodeRef> successors() {
    return successors;
  }

  /** The first successor; the node itself while it is alone. */
  NodeRef head() {
    return successors.isEmpty() ? self : successors.get(0);
  }

  boolean isAlone() {
    return head().equals(self);
  }

  /** What lies between the predecessor and the node; everything, if it knows no predecessor. */
  Range owned() {
    NodeRef before = predecessor;
    return new Range(before == null ? self.id() : before.id(), self.id());
  }

  void set(@Nullable NodeRef newPredecessor, List<NodeRef> newSuccessors) {
    predecessor = newPredecessor;
    successors = newSuccessors.isEmpty() ? List.of(self) : List.copyOf(newSuccessors);
  }

  void setPredecessor(@Nullable NodeRef node) {
    predecessor = node;
  }

  void setSuccessors(List<NodeRef> list) {
    successors = List.copyOf(list);
  }

  /** {@code s : butLast(s.successors)}, ended where it would come back to this node. */
  List<NodeRef> listFrom(NodeRef head, List<NodeRef> following) {
    List<NodeRef> list = new ArrayList<>(config.successors());
    if (!head.id().equals(self.id())) {
      list.add(head);
    }
    for (NodeRef each : following) {
      if (list.size() == config.successors() || each.id().equals(self.id())) {
        break;
      }
      list.add(each);
    }
    return list.isEmpty() ? List.of(self) : list;
  }

  /**
   * {@code tail(successors) + (last + 1)}: the padding keeps the length, else the list would have
   * to be filled from somebody who may know less. A list that goes all the way round needs none.
   */
  List<NodeRef> withoutHead() {
    List<NodeRef> list = new ArrayList<>(successors.subList(1, successors.size()));
    if (rules.keep(Rule.KEEPS_LIST_FULL) && successors.size() == config.successors()) {
      Id last = successors.get(successors.size() - 1).id();
      Id next = config.space().next(last);
      if (!next.equals(self.id())) {
        list.add(NodeRef.padding(next));
      }
    }
    return list;
  }
}
