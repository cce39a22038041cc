package dev.quiver.dht.core;

import dev.quiver.dht.ChordConfig;
import dev.quiver.dht.ChordMessage;
import dev.quiver.dht.ClientMessage;
import dev.quiver.dht.Id;
import dev.quiver.dht.LocalMessage;
import dev.quiver.dht.LookupResult;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.Operation;
import dev.quiver.dht.Outcome;
import dev.quiver.dht.Roster;
import dev.quiver.messaging.protocol.NodeId;
import dev.quiver.messaging.protocol.SimulationConfig;
import dev.quiver.messaging.protocol.Simulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A small ring in the simulator of the messaging module; node 8 has the name n8. */
final class Ringlet {

  final Simulator<ChordMessage> simulator;
  final ChordConfig config;
  private final Rules rules;
  private final long room;
  private final TreeMap<Id, ChordNode> nodes = new TreeMap<>();
  private final Glance forInvariant = new Glance();
  private final Glance forError = new Glance();
  private Optional<String> broken = Optional.empty();
  private boolean ideal;
  private final Set<Id> leaving = new HashSet<>();
  private final Set<Id> ever = new HashSet<>();
  private @Nullable ChordNode held;
  private long asked;

  Ringlet(long seed, ChordConfig config, Rules rules) {
    this(seed, config, rules, Long.MAX_VALUE);
  }

  /**
   * @param room how much each node may keep, in bytes
   */
  Ringlet(long seed, ChordConfig config, Rules rules, long room) {
    this.room = room;
    this.config = config;
    this.rules = rules;
    simulator =
        new Simulator<>(
            seed,
            SimulationConfig.defaults().withDelay(Duration.ofMillis(1), Duration.ofMillis(20)));
  }

  Ringlet(long seed, ChordConfig config) {
    this(seed, config, Rules.corrected());
  }

  /** Short times: a node that is silent for 100 ms is dead. */
  static ChordConfig config(int bits, int successors) {
    return ChordConfig.defaults()
        .withBits(bits)
        .withSuccessors(successors)
        .withReplicas(Math.min(3, successors + 1))
        .withStabilize(Duration.ofMillis(200), Duration.ofMillis(400))
        .withFixFingers(Duration.ofMillis(100))
        .withRpc(Duration.ofMillis(100), 1)
        .withRepair(Duration.ofSeconds(1), Duration.ofMinutes(1));
  }

  static NodeRef ref(long id) {
    return NodeRef.alone(Id.of(id), "n" + id);
  }

  /** These begin together. */
  Ringlet create(long... ids) {
    List<NodeRef> refs = new ArrayList<>();
    for (long id : ids) {
      refs.add(ref(id));
    }
    Roster roster = new Roster(refs);
    for (NodeRef each : refs) {
      start(each);
      simulator.ask(each.name(), new LocalMessage.Create(roster));
    }
    simulator.runFor(Duration.ofMillis(1));
    return this;
  }

  private void start(NodeRef ref) {
    simulator.node(
        ref.name(),
        random -> {
          ChordNode node = new ChordNode(config, ref, random, rules, new Room(room));
          nodes.put(ref.id(), node);
          ever.add(ref.id());
          return node;
        });
  }

  /** Starts a node that joins through one of these; through any member if none is said. */
  void join(long id, long... contacts) {
    NodeRef ref = ref(id);
    List<NodeRef> known = new ArrayList<>();
    for (long each : contacts) {
      known.add(ref(each));
    }
    if (contacts.length == 0) {
      nodes.values().stream().filter(ChordNode::isMember).map(ChordNode::self).forEach(known::add);
    }
    start(ref);
    simulator.ask(ref.name(), new LocalMessage.Join(known));
    simulator.runFor(Duration.ofMillis(1));
  }

  void crash(long id) {
    simulator.crash(ref(id).name());
    nodes.remove(Id.of(id));
  }

  void leave(long id) {
    leaving.add(Id.of(id));
    simulator.ask(ref(id).name(), new LocalMessage.Leave());
  }

  ChordNode node(long id) {
    ChordNode node = nodes.get(Id.of(id));
    if (node == null) {
      throw new IllegalArgumentException("there is no node " + id);
    }
    return node;
  }

  Collection<ChordNode> alive() {
    return nodes.values();
  }

  /** Whoever was not told to leave. */
  List<ChordNode> staying() {
    return nodes.values().stream().filter(each -> !leaving.contains(each.self().id())).toList();
  }

  /** Whether no node ever had that identifier. */
  boolean isFree(long id) {
    return ever.add(Id.of(id));
  }

  /** It does nothing until it is released: nobody asks it anything. */
  void hold(ChordNode one) {
    simulator.pause(one.self().name());
    held = one;
  }

  void release() {
    ChordNode one = held;
    if (one != null) {
      simulator.resume(one.self().name());
    }
    held = null;
  }

  boolean holdsAny() {
    return held != null;
  }

  boolean isHeld(ChordNode one) {
    return one.equals(held);
  }

  /** As {@link #view}, as if those who were told to leave had left. */
  RingView viewOfStaying() {
    return new RingView(config, staying());
  }

  /** Who was up and is not any more: it left. */
  void forgetLeavers() {
    nodes.values().removeIf(each -> !each.isMember() && hasLeft(each));
  }

  boolean hasLeft(ChordNode node) {
    return simulator.delivered(node.self().name()).stream()
        .anyMatch(dev.quiver.dht.Notice.Left.class::isInstance);
  }

  RingView view() {
    return new RingView(config, nodes.values());
  }

  /** From now on the invariant is checked after every event. */
  Ringlet watched() {
    simulator.invariant("the ring is sound", this::brokenInvariant);
    return this;
  }

  /** It depends on who is a member and whom each points to: most events change neither. */
  private Optional<String> brokenInvariant() {
    if (forInvariant.isNew(nodes.values())) {
      broken = view().brokenInvariant();
    }
    return broken;
  }

  /** Whoever was to join has, and whoever was to leave. */
  boolean allAreMembers() {
    forgetLeavers();
    return nodes.values().stream().allMatch(ChordNode::isMember)
        && staying().size() == nodes.size();
  }

  /** From now on neighbours must not get further from the right ones. */
  Ringlet neverFurther() {
    long[] last = {Long.MAX_VALUE};
    Glance glance = new Glance();
    simulator.invariant(
        "neighbours never get further from the right ones",
        () -> {
          if (!glance.isNew(nodes.values())) {
            return Optional.empty();
          }
          long before = last[0];
          last[0] = view().neighbourError();
          return last[0] <= before
              ? Optional.empty()
              : Optional.of("from " + before + " to " + last[0]);
        });
    return this;
  }

  /** Runs until the ring is ideal. */
  boolean settle(Duration limit) {
    return simulator.runUntil(this::isIdeal, limit);
  }

  private boolean isIdeal() {
    forgetLeavers();
    if (staying().size() < nodes.size()) {
      return false;
    }
    if (forError.isNew(nodes.values())) {
      ideal = nodes.values().stream().allMatch(ChordNode::isMember) && view().error() == 0;
    }
    return ideal;
  }

  List<Long> successors(long id) {
    return node(id).successors().stream().map(each -> each.id().low()).toList();
  }

  List<Long> fingers(long id) {
    List<Long> list = new ArrayList<>();
    for (int i = 0; i < config.space().bits(); i++) {
      NodeRef finger = node(id).finger(i);
      list.add(finger == null ? -1 : finger.id().low());
    }
    return list;
  }

  LookupResult lookup(long from, long key, boolean recursive) {
    return ((ClientMessage.LookedUp)
            ask(from, rpc -> new ClientMessage.Lookup(rpc, Id.of(key), recursive)))
        .result();
  }

  Outcome act(long from, Operation operation) {
    return ((ClientMessage.Acted) ask(from, rpc -> new ClientMessage.Act(rpc, operation)))
        .outcome();
  }

  /** Two operations at a time, each at a node of its own; what became of them, in that order. */
  List<Outcome> actBoth(long from, Operation one, long other, Operation another) {
    List<NodeId> nodes = List.of(ref(from).name(), ref(other).name());
    List<Operation> operations = List.of(one, another);
    long first = asked + 1;
    asked += 2;
    for (int i = 0; i < 2; i++) {
      simulator.ask(nodes.get(i), new ClientMessage.Act(first + i, operations.get(i)));
    }
    List<Optional<Outcome>> outcomes = new ArrayList<>();
    boolean answered =
        simulator.runUntil(
            () -> {
              outcomes.clear();
              for (int i = 0; i < 2; i++) {
                outcomes.add(answer(nodes.get(i), first + i));
              }
              return outcomes.stream().allMatch(Optional::isPresent);
            },
            Duration.ofMinutes(1));
    if (!answered) {
      throw new AssertionError("no answer to one of " + operations);
    }
    return outcomes.stream().map(Optional::orElseThrow).toList();
  }

  private Optional<Outcome> answer(NodeId node, long rpc) {
    return simulator.delivered(node).stream()
        .filter(each -> each instanceof ClientMessage.Acted acted && acted.rpc() == rpc)
        .map(each -> ((ClientMessage.Acted) each).outcome())
        .findFirst();
  }

  /** What that node says to somebody who goes round the circle; null if it is not there. */
  ClientMessage.@Nullable Items list(NodeRef at, CircleWalk walk) {
    ChordNode node = nodes.get(at.id());
    return node == null || !node.isMember()
        ? null
        : (ClientMessage.Items) ask(at.id().low(), walk::question);
  }

  /** Asks as the node's own process, and waits for the answer. */
  private ChordMessage ask(long from, java.util.function.LongFunction<ChordMessage> question) {
    NodeId node = ref(from).name();
    long rpc = ++asked;
    List<ChordMessage> delivered = simulator.delivered(node);
    int before = delivered.size();
    simulator.ask(node, question.apply(rpc));
    List<ChordMessage> found = new ArrayList<>();
    boolean answered =
        simulator.runUntil(
            () -> {
              delivered.subList(before, delivered.size()).stream()
                  .filter(ClientMessage.class::isInstance)
                  .filter(ChordMessage.Answer.class::isInstance)
                  .filter(each -> ((ChordMessage.Answer) each).rpc() == rpc)
                  .forEach(found::add);
              return !found.isEmpty();
            },
            Duration.ofMinutes(1));
    if (!answered) {
      throw new AssertionError("no answer to " + question.apply(rpc));
    }
    return found.get(0);
  }

  /**
   * Sees whether nodes, their membership or their pointers are others than at the last look. Lists
   * of successors are replaced, never changed, so it is enough to see whether they are the same
   * objects.
   */
  private static final class Glance {

    private @Nullable Object[] last = {};

    boolean isNew(Collection<ChordNode> nodes) {
      @Nullable Object[] now = new @Nullable Object[3 * nodes.size()];
      int at = 0;
      for (ChordNode node : nodes) {
        now[at++] = node;
        now[at++] = node.isMember() ? node.successors() : null;
        now[at++] = node.predecessor();
      }
      boolean changed = now.length != last.length;
      for (int i = 0; !changed && i < now.length; i++) {
        changed = now[i] != last[i];
      }
      last = now;
      return changed;
    }
  }
}
