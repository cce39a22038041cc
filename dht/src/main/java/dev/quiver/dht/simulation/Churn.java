package dev.quiver.dht.simulation;

import dev.quiver.dht.ChordConfig;
import dev.quiver.dht.ChordMessage;
import dev.quiver.dht.ClientMessage;
import dev.quiver.dht.Id;
import dev.quiver.dht.LocalMessage;
import dev.quiver.dht.LookupResult;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.Notice;
import dev.quiver.dht.core.ChordNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Nodes come and go while lookups are made (ToN section VI-E, Table III): it begins with 1000
 * nodes, each with 20 successors; joins and voluntary leaves are Poisson processes of the same
 * rate, lookups one of 1 a second; a round of stabilisation every 15 to 45 s refreshes the
 * successor and one finger; a message takes 50 ms in the mean, exponentially distributed, a node
 * that has not answered after 500 ms is thought dead. A lookup fails if it does not find the node
 * that holds the key at its end.
 */
public final class Churn {

  /** What became of the lookups at one rate. */
  public record Result(
      double rate,
      int lookups,
      int failures,
      Distribution hops,
      Distribution timeouts,
      int joined,
      int left,
      int nodes) {
    public double failuresPerTenThousand() {
      return lookups == 0 ? 0 : failures * 10_000.0 / lookups;
    }
  }

  private static final int SUCCESSORS = 20;
  private static final Duration MESSAGE = Duration.ofMillis(50);
  private static final Duration WARM_UP = Duration.ofMinutes(10);

  private final SplittableRandom random;
  private final ChordConfig config;
  private final Network network;
  private final double rate;
  private final Map<Id, NodeRef> joining = new HashMap<>();
  private final TreeMap<Id, NodeRef> members = new TreeMap<>();
  private final List<NodeRef> list = new ArrayList<>();
  private final Distribution hops = new Distribution();
  private final Distribution timeouts = new Distribution();
  private boolean measuring;
  private int lookups;
  private int answered;
  private int failures;
  private int joined;
  private int left;
  private int names;

  private Churn(int nodes, double rate, long seed) {
    this.rate = rate;
    random = new SplittableRandom(seed);
    config =
        Rings.quiet(SUCCESSORS)
            .withStabilize(Duration.ofSeconds(15), Duration.ofSeconds(45))
            .withFixFingers(Duration.ZERO);
    network = new Network(random.split(), Network.Delay.exponential(MESSAGE), this::deliver);
    List<NodeRef> refs = Rings.refs(config.space(), "first-" + seed + "-", nodes);
    Rings.found(network, config, refs, random);
    refs.forEach(this::add);
  }

  /** Measures so many lookups, after ten minutes of coming and going. */
  public static Result run(int nodes, double rate, int lookups, long seed) {
    return new Churn(nodes, rate, seed).measure(lookups);
  }

  private Result measure(int count) {
    every(rate, this::join);
    every(rate, this::leave);
    network.runFor(WARM_UP);
    measuring = true;
    every(1, this::look);
    while (lookups < count) {
      network.runFor(Duration.ofSeconds(10));
    }
    measuring = false;
    network.runFor(Duration.ofMinutes(1));
    // Whoever left while it was asking is not there to be answered.
    return new Result(rate, answered, failures, hops, timeouts, joined, left, members.size());
  }

  private void every(double perSecond, Runnable action) {
    double seconds = -Math.log(1 - random.nextDouble()) / perSecond;
    network.after(
        Duration.ofNanos((long) (seconds * 1e9)),
        () -> {
          action.run();
          every(perSecond, action);
        });
  }

  private void join() {
    String name = "later-" + names++;
    NodeRef node = NodeRef.alone(config.space().hash(name), name);
    joining.put(node.id(), node);
    network.add(new ChordNode(config, node, random.split()));
    network.tell(node, new LocalMessage.Join(List.of(any(), any(), any())));
  }

  private void leave() {
    NodeRef node = list.get(random.nextInt(list.size()));
    remove(node);
    left++;
    network.tell(node, new LocalMessage.Leave());
  }

  private void look() {
    if (measuring) {
      lookups++;
      network.tell(any(), new ClientMessage.Lookup(lookups, PathLength.randomId(random), false));
    }
  }

  private void deliver(NodeRef node, ChordMessage message) {
    if (message instanceof Notice.Joined && joining.remove(node.id()) != null) {
      joined++;
      add(node);
    } else if (message instanceof Notice.Left) {
      network.kill(node);
    } else if (message instanceof ClientMessage.LookedUp found) {
      judge(found.result());
    }
  }

  private void judge(LookupResult result) {
    answered++;
    hops.add(result.hops());
    timeouts.add(result.timeouts());
    Map.Entry<Id, NodeRef> right = members.ceilingEntry(result.key());
    NodeRef holder = (right == null ? members.firstEntry() : right).getValue();
    failures += holder.equals(result.holder()) ? 0 : 1;
  }

  private NodeRef any() {
    return list.get(random.nextInt(list.size()));
  }

  private void add(NodeRef node) {
    members.put(node.id(), node);
    list.add(node);
  }

  private void remove(NodeRef node) {
    members.remove(node.id());
    list.remove(node);
  }
}
