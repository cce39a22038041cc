package dev.quiver.dht.simulation;

import dev.quiver.dht.ChordConfig;
import dev.quiver.dht.IdSpace;
import dev.quiver.dht.LocalMessage;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.Roster;
import dev.quiver.dht.core.ChordNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Rings for experiments. */
final class Rings {

  /** As the paper's peers, but quiet: no rounds, no copies. */
  static ChordConfig quiet(int successors) {
    Duration never = Duration.ofDays(10_000);
    return ChordConfig.defaults()
        .withSuccessors(successors)
        .withReplicas(1)
        .withStabilize(never, never)
        .withFixFingers(Duration.ZERO)
        .withRpc(Duration.ofMillis(500), 1)
        .withRepair(Duration.ZERO, Duration.ofHours(1));
  }

  /** Nodes with the hashes of their names. */
  static List<NodeRef> refs(IdSpace space, String prefix, int count) {
    List<NodeRef> refs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      refs.add(NodeRef.alone(space.hash(prefix + i), prefix + i));
    }
    return refs;
  }

  /** Puts nodes into a network as the founders of a ring, all pointers and fingers right. */
  static void found(
      Network network, ChordConfig config, List<NodeRef> refs, SplittableRandom random) {
    Roster roster = new Roster(refs);
    for (NodeRef ref : refs) {
      network.add(new ChordNode(config, ref, random.split()));
      network.tell(ref, new LocalMessage.Create(roster));
    }
  }

  private Rings() {}
}
