package dev.quiver.dht.core;

import dev.quiver.dht.ChordConfig;
import dev.quiver.dht.Id;
import dev.quiver.dht.NodeRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All members of a ring at one moment, as only somebody outside can see them: whether the inductive
 * invariant holds (Zave 2017), and how far the ring is from ideal.
 */
public final class RingView {

  private final ChordConfig config;
  private final TreeMap<Id, ChordNode> members = new TreeMap<>();

  /**
   * @param alive the nodes that are up; those that are no members are left out
   */
  public RingView(ChordConfig config, Collection<ChordNode> alive) {
    this.config = config;
    alive.stream().filter(ChordNode::isMember).forEach(each -> members.put(each.self().id(), each));
  }

  /** What does not hold of the invariant; empty if it holds. */
  public Optional<String> brokenInvariant() {
    for (ChordNode node : members.values()) {
      if (node.successors().stream().noneMatch(each -> members.containsKey(each.id()))) {
        return Optional.of(
            "OneLiveSuccessor: " + node.self() + " has only the dead " + node.successors());
      }
      Optional<Monitors.Violation> local =
          Monitors.check(config.space(), node.self(), node.successors());
      if (local.isPresent()) {
        return Optional.of(local.get().invariant() + ": " + local.get().how());
      }
    }
    int needed = config.successors() + 1;
    List<Id> principals = principals();
    return principals.size() >= needed
        ? Optional.empty()
        : Optional.of(
            "SufficientPrincipals: of "
                + members.keySet()
                + " only "
                + principals
                + " are skipped by nobody, not "
                + needed);
  }

  /** The members that no pair of neighbours in anybody's extended successor list skips. */
  public List<Id> principals() {
    List<Id> found = new ArrayList<>();
    for (Id candidate : members.keySet()) {
      if (members.values().stream().noneMatch(each -> skips(each, candidate))) {
        found.add(candidate);
      }
    }
    return found;
  }

  private static boolean skips(ChordNode node, Id candidate) {
    Id before = node.self().id();
    for (NodeRef each : node.successors()) {
      if (Id.between(before, candidate, each.id())) {
        return true;
      }
      before = each.id();
    }
    return false;
  }

  /**
   * How far the ring is from ideal: for predecessor and first successor how many members lie
   * between it and the right one (as many as there are members for none, one more if it is dead),
   * for each later entry whether it differs from what the entry before it says. Zero exactly if all
   * is as it should be.
   */
  public long error() {
    return neighbourError() + members.values().stream().mapToInt(this::laterEntries).sum();
  }

  /**
   * The part of {@link #error()} that predecessors and first successors make. Repairs only lower
   * it, while the rest may rise for a round: who has found a nearer successor has, for the time
   * being, another list than those before it believe.
   */
  public long neighbourError() {
    long sum = 0;
    List<Id> ids = new ArrayList<>(members.keySet());
    Map<Id, Integer> rank = new TreeMap<>();
    for (int i = 0; i < ids.size(); i++) {
      rank.put(ids.get(i), i);
    }
    int size = ids.size();
    for (ChordNode node : members.values()) {
      int own = rank.getOrDefault(node.self().id(), 0);
      sum += offBy(rank, node.predecessor(), Math.floorMod(own - 1, size), size);
      sum += offBy(rank, node.successors().get(0), (own + 1) % size, size);
    }
    return sum;
  }

  private static int offBy(
      Map<Id, Integer> rank, @org.jspecify.annotations.Nullable NodeRef said, int right, int size) {
    if (said == null) {
      return size;
    }
    Integer place = rank.get(said.id());
    if (place == null) {
      return size + 1;
    }
    int distance = Math.floorMod(place - right, size);
    return Math.min(distance, size - distance);
  }

  private int laterEntries(ChordNode node) {
    int wrong = 0;
    List<NodeRef> list = node.successors();
    int expected = Math.min(config.successors(), members.size() - 1);
    for (int i = 1; i < Math.max(expected, list.size()); i++) {
      ChordNode before = i <= list.size() ? members.get(list.get(i - 1).id()) : null;
      boolean right =
          i < list.size()
              && before != null
              && before.successors().get(0).equals(list.get(i))
              && members.containsKey(list.get(i).id());
      wrong += right ? 0 : 1;
    }
    return wrong;
  }

  /** Who holds a place. */
  public NodeRef holder(Id id) {
    Map.Entry<Id, ChordNode> at = members.ceilingEntry(id);
    return (at == null ? members.firstEntry() : at).getValue().self();
  }

  public int size() {
    return members.size();
  }
}
