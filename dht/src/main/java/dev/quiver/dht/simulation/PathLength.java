package dev.quiver.dht.simulation;

import dev.quiver.dht.ChordConfig;
import dev.quiver.dht.ClientMessage;
import dev.quiver.dht.Id;
import dev.quiver.dht.NodeRef;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How long the ways are: N nodes, 100 lookups a node, one successor each (ToN section VI-C). A
 * length is the number of times a question is passed on until it reaches the key's predecessor;
 * each node is as likely to be that as any other, and never the one that asks, for which there is
 * no way to go. So it is the way from one node to another, and at least one, as in the paper.
 */
public final class PathLength {

  /**
   * One size of network.
   *
   * @param means of the single networks, sorted
   */
  public record Result(int nodes, long lookups, Distribution lengths, List<Double> means) {
    public Result {
      means = List.copyOf(means);
    }

    /**
     * The mean that this part of the single networks do not exceed.
     *
     * @param part above 0, at most 1
     */
    public double meanOfNetworks(double part) {
      int rank = (int) Math.ceil(part * means.size());
      return means.get(Math.max(0, Math.min(means.size(), rank) - 1));
    }

    /** What theory expects. */
    public double halfLog() {
      return Math.log(nodes) / Math.log(2) / 2;
    }
  }

  private static final int LOOKUPS_PER_NODE = 100;
  private static final int ENOUGH_NODES = 4096;
  private static final int WAVE = 2000;
  private static final Duration MESSAGE = Duration.ofMillis(1);

  private PathLength() {}

  /**
   * Measures. A small network says more about the identifiers it happens to have than about its
   * size, so there are as many of them as make {@value #ENOUGH_NODES} nodes; a large one is asked
   * by two threads, each of which has a copy.
   *
   * @param seed the same gives the same result
   */
  public static Result run(int nodes, long seed) {
    int networks = Math.max(1, ENOUGH_NODES / nodes);
    int copies = networks == 1 ? 2 : 1;
    List<Distribution> parts =
        IntStream.range(0, networks * copies)
            .parallel()
            .mapToObj(i -> network(nodes, seed + 1000L * (i / copies), i % copies, copies))
            .toList();
    Distribution all = new Distribution();
    parts.forEach(all::addAll);
    List<Double> means = parts.stream().map(Distribution::mean).sorted().toList();
    return new Result(nodes, all.total(), all, means);
  }

  private static Distribution network(int nodes, long seed, int copy, int copies) {
    SplittableRandom random = new SplittableRandom(seed * 31 + nodes * 7L + copy);
    Distribution lengths = new Distribution();
    ChordConfig config = Rings.quiet(1);
    Network network =
        new Network(
            random.split(),
            Network.Delay.constant(MESSAGE),
            (node, message) -> {
              if (message instanceof ClientMessage.LookedUp found) {
                lengths.add(found.result().hops());
              }
            });
    List<NodeRef> refs = Rings.refs(config.space(), "node-" + seed + "-", nodes);
    Rings.found(network, config, refs, random);
    long lookups = (long) LOOKUPS_PER_NODE * nodes / copies;
    for (long asked = 0; asked < lookups; ) {
      for (int i = 0; i < WAVE && asked < lookups; i++, asked++) {
        int from = random.nextInt(nodes);
        NodeRef to = refs.get((from + 1 + random.nextInt(nodes - 1)) % nodes);
        Id behind = config.space().next(to.id());
        network.tell(refs.get(from), new ClientMessage.Find(asked, behind));
      }
      network.runFor(MESSAGE.multipliedBy(20));
    }
    network.runFor(Duration.ofSeconds(1));
    return lengths;
  }

  static Id randomId(SplittableRandom random) {
    return new Id(random.nextLong() & 0xFFFF_FFFFL, random.nextLong(), random.nextLong());
  }
}
