package dev.quiver.dht.simulation;

import dev.quiver.dht.ChordConfig;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.core.ChordNode;
import dev.quiver.dht.core.RingView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How a ring becomes whole again after part of its nodes has died at once: its distance from ideal
 * (see {@link RingView#error()}) over time, with a round of stabilisation every second.
 */
public final class Healing {

  /** The distance at one moment. */
  public record Point(Duration at, long error) {}

  private static final Duration ROUND = Duration.ofSeconds(1);
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Duration MESSAGE = Duration.ofMillis(20);

  private Healing() {}

  /**
   * Measures from the moment of the deaths, every half round, until the distance is zero, in a ring
   * that does nothing but stabilise and takes a node for dead after half a round.
   */
  public static List<Point> run(int nodes, int successors, double failed, long seed) {
    return run(
        nodes,
        Rings.quiet(successors)
            .withStabilize(
                ROUND.multipliedBy(8).dividedBy(10), ROUND.multipliedBy(12).dividedBy(10)),
        failed,
        seed);
  }

  /** The same in a ring that keeps to that configuration. */
  public static List<Point> run(int nodes, ChordConfig config, double failed, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Network network =
        new Network(random.split(), Network.Delay.exponential(MESSAGE), (node, message) -> {});
    List<NodeRef> alive = new ArrayList<>(Rings.refs(config.space(), "node-" + seed + "-", nodes));
    Rings.found(network, config, alive, random);
    network.runFor(ROUND.multipliedBy(3));
    for (int left = (int) Math.round(failed * nodes); left > 0; left--) {
      network.kill(alive.remove(random.nextInt(alive.size())));
    }
    List<ChordNode> survivors = alive.stream().map(network::node).toList();
    List<Point> points = new ArrayList<>();
    Duration at = Duration.ZERO;
    long error = distance(config, survivors);
    points.add(new Point(at, error));
    while (error > 0 && at.compareTo(LIMIT) < 0) {
      network.runFor(ROUND.dividedBy(2));
      at = at.plus(ROUND.dividedBy(2));
      error = distance(config, survivors);
      points.add(new Point(at, error));
    }
    return points;
  }

  /** A survivor that lost the ring and has not come back to it counts as well. */
  private static long distance(ChordConfig config, List<ChordNode> survivors) {
    long outside = survivors.stream().filter(each -> !each.isMember()).count();
    return outside + new RingView(config, survivors).error();
  }
}
