package dev.quiver.dht.simulation;

import dev.quiver.dht.Id;
import dev.quiver.dht.IdSpace;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How evenly keys lie (ToN section VI-B): so many keys on so many nodes, each of which has a number
 * of places on the circle. Who holds a key follows from the identifiers alone.
 */
public final class Load {

  /** Keys per node. */
  public record Result(int nodes, int keys, int virtualNodes, Distribution keysPerNode) {
    public double maximumToMean() {
      return keysPerNode.max() / keysPerNode.mean();
    }
  }

  private record Place(Id id, int node) {}

  private Load() {}

  /**
   * Counts.
   *
   * @param virtualNodes places of each node
   */
  public static Result run(int nodes, int keys, int virtualNodes, long seed) {
    IdSpace space = IdSpace.sha1();
    Place[] places = new Place[nodes * virtualNodes];
    for (int i = 0; i < places.length; i++) {
      int node = i / virtualNodes;
      String name = "node-" + seed + "-" + node + "-" + i % virtualNodes;
      places[i] = new Place(space.hash(name), node);
    }
    Arrays.sort(places, (a, b) -> a.id().compareTo(b.id()));
    int[] counts = new int[nodes];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < keys; i++) {
      counts[places[successor(places, PathLength.randomId(random))].node()]++;
    }
    Distribution perNode = new Distribution();
    for (int count : counts) {
      perNode.add(count);
    }
    return new Result(nodes, keys, virtualNodes, perNode);
  }

  private static int successor(Place[] places, Id id) {
    int low = 0;
    int high = places.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (places[middle].id().compareTo(id) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == places.length ? 0 : low;
  }
}
