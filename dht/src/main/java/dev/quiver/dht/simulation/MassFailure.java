package dev.quiver.dht.simulation;

import dev.quiver.dht.ChordConfig;
import dev.quiver.dht.ClientMessage;
import dev.quiver.dht.LookupResult;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.Roster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Part of the nodes dies at once, before anybody notices (ToN section VI-D, Table II): 1000 nodes
 * with 20 successors each, 10,000 lookups among the survivors, no stabilisation. A lookup succeeds
 * if it finds the first living node after the key. A hop is a living node that the question went
 * to; a dead one counts as one time-out; looking for a living node among the last successors is
 * neither.
 */
public final class MassFailure {

  /** What became of the lookups. */
  public record Result(
      double failed, int lookups, int succeeded, Distribution hops, Distribution timeouts) {}

  private static final int SUCCESSORS = 20;
  private static final int NETWORKS = 20;
  private static final Duration MESSAGE = Duration.ofMillis(50);

  private MassFailure() {}

  /**
   * Measures. Who happens to die says more than the lookups do: of single networks of 1000 nodes of
   * which 30 % have died the mean of the time-outs varies by 9 % (standard deviation), so the
   * lookups are spread over {@value #NETWORKS} networks.
   *
   * @param failed the part of the nodes that dies, from 0 to below 1
   */
  public static Result run(int nodes, double failed, int lookups, long seed) {
    List<Result> parts =
        IntStream.range(0, NETWORKS)
            .parallel()
            .mapToObj(
                i -> {
                  int share = lookups / NETWORKS + (i < lookups % NETWORKS ? 1 : 0);
                  return network(nodes, failed, share, seed + 1000L * i);
                })
            .toList();
    Distribution hops = new Distribution();
    Distribution timeouts = new Distribution();
    int succeeded = 0;
    for (Result part : parts) {
      hops.addAll(part.hops());
      timeouts.addAll(part.timeouts());
      succeeded += part.succeeded();
    }
    return new Result(failed, lookups, succeeded, hops, timeouts);
  }

  private static Result network(int nodes, double failed, int lookups, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Distribution hops = new Distribution();
    Distribution timeouts = new Distribution();
    int[] succeeded = new int[1];
    ChordConfig config = Rings.quiet(SUCCESSORS);
    List<NodeRef> refs = Rings.refs(config.space(), "node-" + seed + "-", nodes);
    List<NodeRef> alive = new ArrayList<>(refs);
    int dead = (int) Math.round(failed * nodes);
    List<NodeRef> victims = new ArrayList<>();
    for (int i = 0; i < dead; i++) {
      victims.add(alive.remove(random.nextInt(alive.size())));
    }
    Roster survivors = new Roster(alive);
    Network network =
        new Network(
            random.split(),
            Network.Delay.constant(MESSAGE),
            (node, message) -> {
              if (message instanceof ClientMessage.LookedUp found) {
                LookupResult result = found.result();
                hops.add(result.hops());
                timeouts.add(result.timeouts());
                boolean right = survivors.successor(result.key()).equals(result.holder());
                succeeded[0] += right ? 1 : 0;
              }
            });
    Rings.found(network, config, refs, random);
    victims.forEach(network::kill);
    for (int asked = 0; asked < lookups; asked++) {
      NodeRef from = alive.get(random.nextInt(alive.size()));
      network.tell(from, new ClientMessage.Lookup(asked, PathLength.randomId(random), false));
      network.runFor(MESSAGE);
    }
    network.runFor(Duration.ofMinutes(5));
    return new Result(failed, lookups, succeeded[0], hops, timeouts);
  }
}
