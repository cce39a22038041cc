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
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
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

  /** Why a lookup failed, as only somebody outside can see it. */
  public enum Cause {
    /** It ended without any answer. */
    NOBODY,
    /** The one who was found had begun to leave, and had not yet handed over. */
    LEAVING,
    /** The right one had joined a moment ago, and its successor did not know it yet. */
    JOINING,
    /** The right one lives, was asked, and its answer came too late. */
    LATE,
    /** Anything else: pointers that were wrong. */
    ASTRAY
  }

  /**
   * What became of the lookups at one rate.
   *
   * @param failures by cause; those that did not happen are not in it
   */
  public record Result(
      double rate,
      int lookups,
      Map<Cause, Integer> failures,
      Distribution hops,
      Distribution timeouts,
      int joined,
      int left,
      int nodes) {
    public Result {
      failures = Map.copyOf(failures);
    }

    public double failuresPerTenThousand() {
      int all = failures.values().stream().mapToInt(Integer::intValue).sum();
      return lookups == 0 ? 0 : all * 10_000.0 / lookups;
    }

    /** How many failed for that reason. */
    public int failures(Cause cause) {
      return failures.getOrDefault(cause, 0);
    }
  }

  private static final int SUCCESSORS = 20;
  private static final Duration MESSAGE = Duration.ofMillis(50);
  private static final Duration WARM_UP = Duration.ofMinutes(10);

  /** A round at the latest after it has joined a node is known to its successor. */
  private static final Duration LONGEST_ROUND = Duration.ofSeconds(45);

  private final SplittableRandom random;
  private final ChordConfig config;
  private final Network network;
  private final double rate;
  private final int fewest;
  private final Map<Id, NodeRef> joining = new HashMap<>();
  private final TreeMap<Id, NodeRef> members = new TreeMap<>();
  private final List<NodeRef> list = new ArrayList<>();
  private final Map<Id, Instant> joinedAt = new HashMap<>();
  private final Map<Cause, Integer> failures = new EnumMap<>(Cause.class);
  private final Distribution hops = new Distribution();
  private final Distribution timeouts = new Distribution();
  private boolean measuring;
  private int lookups;
  private int answered;
  private int joined;
  private int left;
  private int names;

  private Churn(int nodes, double rate, long seed) {
    this.rate = rate;
    this.fewest = nodes / 2;
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
    if (list.size() <= fewest) {
      return; // A small ring would be gone in a while.
    }
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
      joinedAt.put(node.id(), network.now());
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
    if (!holder.equals(result.holder())) {
      failures.merge(cause(result, holder), 1, Integer::sum);
    }
  }

  private Cause cause(LookupResult result, NodeRef right) {
    NodeRef found = result.holder();
    Instant came = joinedAt.get(right.id());
    if (found == null) {
      return Cause.NOBODY;
    } else if (result.path().stream()
        .anyMatch(step -> step.node().equals(right) && !step.answered())) {
      return Cause.LATE;
    } else if (!members.containsKey(found.id())) {
      return Cause.LEAVING;
    } else if (came != null && came.plus(LONGEST_ROUND).isAfter(network.now())) {
      return Cause.JOINING;
    }
    return Cause.ASTRAY;
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
