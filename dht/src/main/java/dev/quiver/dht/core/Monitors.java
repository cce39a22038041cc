package dev.quiver.dht.core;

import dev.quiver.dht.Id;
import dev.quiver.dht.IdSpace;
import dev.quiver.dht.NodeRef;
import java.util.List;
import java.util.Optional;

/**
 * What must hold of a node's extended successor list (itself, then its successors), and what one
 * node can see by itself: no duplicates, and everybody in order round the circle (Zave 2017,
 * section 7). It has both exactly if each is further on than the one before.
 */
public final class Monitors {

  public static final String NO_DUPLICATES = "NoDuplicates";
  public static final String ORDERED = "OrderedSuccessorLists";

  /** What does not hold, and how. */
  public record Violation(String invariant, String how) {}

  private Monitors() {}

  /** The first thing that does not hold. */
  public static Optional<Violation> check(IdSpace space, NodeRef self, List<NodeRef> successors) {
    if (successors.size() == 1 && successors.get(0).id().equals(self.id())) {
      return Optional.empty(); // Alone.
    }
    Id furthest = Id.ZERO;
    for (int i = 0; i < successors.size(); i++) {
      NodeRef each = successors.get(i);
      Id distance = space.distance(self.id(), each.id());
      if (distance.compareTo(furthest) <= 0) {
        boolean twice = each.id().equals(self.id());
        for (NodeRef before : successors.subList(0, i)) {
          twice |= before.id().equals(each.id());
        }
        return Optional.of(new Violation(twice ? NO_DUPLICATES : ORDERED, self + " " + successors));
      }
      furthest = distance;
    }
    return Optional.empty();
  }
}
