package dev.quiver.messaging.protocol;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Runs many nodes of a protocol in virtual time over a network that delays, loses and doubles, with
 * crashes and pauses, all drawn from one seed: the same seed gives the same run, to the last line
 * of the trace. After every event each invariant is checked.
 *
 * <pre>{@code
 * var simulation = new Simulator<TokenMessage>(seed, SimulationConfig.defaults().withLoss(0.1));
 * simulation.node(a, random -> new TokenRing(a, b));
 * simulation.invariant("one holder at most", () -> ...);
 * simulation.runFor(Duration.ofMinutes(1));
 * }</pre>
 */
public final class Simulator<M> {

  private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

  /** What is to happen, in order of time, then of scheduling. */
  private record Planned(Instant at, long order, Runnable action) implements Comparable<Planned> {
    @Override
    public int compareTo(Planned other) {
      int byTime = at.compareTo(other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private record Link(NodeId from, NodeId to) {}

  /**
   * What happened, put into words only when somebody wants to read it: messages do not change, and
   * most traces are never read.
   */
  private record Line(Instant at, NodeId node, Supplier<String> what) {
    String text() {
      return Duration.between(BEGINNING, at) + " " + node + " " + what.get();
    }
  }

  private final class Node {
    final NodeId id;
    final Function<RandomGenerator, Protocol<M>> factory;
    final Timers timers = new Timers();
    final List<Runnable> held = new ArrayList<>();
    @Nullable Protocol<M> protocol;
    boolean paused;
    int incarnation;

    Node(NodeId id, Function<RandomGenerator, Protocol<M>> factory) {
      this.id = id;
      this.factory = factory;
    }
  }

  private final long seed;
  private final SimulationConfig config;
  private final SplittableRandom random;
  private final PriorityQueue<Planned> agenda = new PriorityQueue<>();
  private final Map<NodeId, Node> nodes = new TreeMap<>();
  private final Map<Link, Instant> lastArrival = new LinkedHashMap<>();
  private final TreeSet<String> cut = new TreeSet<>();
  private final Map<String, Supplier<Optional<String>>> invariants = new LinkedHashMap<>();
  private final List<Line> trace = new ArrayList<>();
  private final Map<NodeId, List<M>> delivered = new TreeMap<>();
  private Instant now = BEGINNING;
  private long planned;

  public Simulator(long seed, SimulationConfig config) {
    this.seed = seed;
    this.config = config;
    this.random = new SplittableRandom(seed);
  }

  // Before and between runs.

  /**
   * Adds a node and starts it now.
   *
   * @param factory makes the node's protocol, at each start anew, with a random source of its own
   */
  public void node(NodeId id, Function<RandomGenerator, Protocol<M>> factory) {
    Node node = new Node(id, factory);
    if (nodes.put(id, node) != null) {
      throw new IllegalArgumentException("there are two nodes " + id);
    }
    plan(Duration.ZERO, () -> startNode(node));
  }

  /**
   * Adds what must hold after every event.
   *
   * @param check empty if it holds, else how it does not
   */
  public void invariant(String name, Supplier<Optional<String>> check) {
    invariants.put(name, check);
  }

  /** Does something after that time from now: a fault, a request. */
  public void at(Duration after, Runnable action) {
    plan(after, action);
  }

  /** Brings a message to a node as its own process would. */
  public void ask(NodeId node, M message) {
    plan(Duration.ZERO, () -> arrive(node(node), node, message));
  }

  // Faults; in effect at once.

  /** The node's memory and timers are gone; so are its messages, unless queues are durable. */
  public void crash(NodeId id) {
    Node node = node(id);
    trace(id, () -> "crashes");
    node.protocol = null;
    node.paused = false;
    node.timers.clear();
    if (!config.durable()) {
      node.held.clear();
    }
  }

  /** Starts a crashed node again, from nothing. */
  public void restart(NodeId id) {
    Node node = node(id);
    if (node.protocol == null) {
      startNode(node);
      release(node);
    }
  }

  /** The node does nothing until it is resumed; messages and timers wait. */
  public void pause(NodeId id) {
    trace(id, () -> "pauses");
    node(id).paused = true;
  }

  public void resume(NodeId id) {
    Node node = node(id);
    trace(id, () -> "resumes");
    node.paused = false;
    release(node);
    planTimer(node);
  }

  /** What the one sends the other from now on is lost; the way back is another link. */
  public void cut(NodeId from, NodeId to) {
    trace(from, () -> "is cut off from " + to);
    cut.add(from + ">" + to);
  }

  public void heal(NodeId from, NodeId to) {
    trace(from, () -> "reaches " + to + " again");
    cut.remove(from + ">" + to);
  }

  /** Every crashed node is started, every paused one resumed, every cut healed. */
  public void healAll() {
    cut.clear();
    for (Node node : nodes.values()) {
      if (node.paused) {
        resume(node.id);
      }
      restart(node.id);
    }
  }

  // Running.

  /** Runs for that long in virtual time. */
  public void runFor(Duration time) {
    Instant end = now.plus(time);
    while (!agenda.isEmpty() && !agenda.peek().at().isAfter(end)) {
      next();
    }
    now = end;
  }

  /**
   * Runs until a condition holds.
   *
   * @return whether it came to hold within that virtual time
   */
  public boolean runUntil(BooleanSupplier condition, Duration limit) {
    Instant end = now.plus(limit);
    while (!condition.getAsBoolean()) {
      if (agenda.isEmpty() || agenda.peek().at().isAfter(end)) {
        return false;
      }
      next();
    }
    return true;
  }

  // Looking at it.

  public Instant now() {
    return now;
  }

  public boolean isUp(NodeId id) {
    return node(id).protocol != null;
  }

  /** What the node gave to its process, over all its incarnations, so far and later. */
  public List<M> delivered(NodeId id) {
    return Collections.unmodifiableList(delivered.computeIfAbsent(id, key -> new ArrayList<>()));
  }

  /** All that happened, a line each. */
  public List<String> trace() {
    return trace.stream().map(Line::text).toList();
  }

  /** A random source for the scenario itself, of the same seed. */
  public RandomGenerator random() {
    return random;
  }

  private void next() {
    Planned next = agenda.remove();
    now = next.at();
    next.action().run();
    for (Map.Entry<String, Supplier<Optional<String>>> each : invariants.entrySet()) {
      Optional<String> broken = each.getValue().get();
      if (broken.isPresent()) {
        throw new InvariantBrokenError(each.getKey(), broken.get(), seed, trace());
      }
    }
  }

  private void startNode(Node node) {
    node.incarnation++;
    node.protocol = node.factory.apply(random.split());
    int incarnation = node.incarnation;
    trace(node.id, () -> "starts, incarnation " + incarnation);
    step(node, new Event.Started<>());
  }

  private void arrive(Node node, NodeId from, M message) {
    if (node.protocol == null) {
      if (config.durable()) {
        node.held.add(() -> arrive(node, from, message));
      } else {
        trace(node.id, () -> "is down and misses " + message + " of " + from);
      }
    } else if (node.paused) {
      node.held.add(() -> arrive(node, from, message));
    } else {
      trace(node.id, () -> "<- " + from + " " + message);
      step(node, new Event.Received<>(from, message));
    }
  }

  private void release(Node node) {
    List<Runnable> held = List.copyOf(node.held);
    node.held.clear();
    held.forEach(each -> plan(Duration.ZERO, each));
  }

  private void step(Node node, Event<M> event) {
    Protocol<M> protocol = node.protocol;
    if (protocol == null) {
      return;
    }
    for (Effect<M> effect : protocol.on(now, event)) {
      if (effect instanceof Effect.Send<M> send) {
        send(node.id, send.to(), send.message());
      } else if (effect instanceof Effect.Deliver<M> deliver) {
        trace(node.id, () -> "delivers " + deliver.message());
        delivered.computeIfAbsent(node.id, id -> new ArrayList<>()).add(deliver.message());
      } else if (effect instanceof Effect.StartTimer<M> start) {
        node.timers.start(start.timer(), now.plus(start.after()));
      } else if (effect instanceof Effect.CancelTimer<M> cancel) {
        node.timers.cancel(cancel.timer());
      }
    }
    planTimer(node);
  }

  private void send(NodeId from, NodeId to, M message) {
    boolean lost = random.nextDouble() < config.loss() || cut.contains(from + ">" + to);
    boolean twice = random.nextDouble() < config.duplicates();
    trace(from, () -> "-> " + to + " " + message + (lost ? " (lost)" : twice ? " (twice)" : ""));
    Node receiver = nodes.get(to);
    if (lost || receiver == null) {
      return;
    }
    for (int copy = 0; copy < (twice ? 2 : 1); copy++) {
      Instant arrival = now.plus(delay());
      Instant last = lastArrival.get(new Link(from, to));
      if (last != null && last.isAfter(arrival)) {
        arrival = last; // One queue keeps its order.
      }
      lastArrival.put(new Link(from, to), arrival);
      plan(Duration.between(now, arrival), () -> arrive(receiver, from, message));
    }
  }

  private Duration delay() {
    long span = config.maxDelay().minus(config.minDelay()).toNanos();
    return config.minDelay().plusNanos(span <= 0 ? 0 : random.nextLong(span));
  }

  private void planTimer(Node node) {
    Instant due = node.timers.nextDue();
    if (due != null) {
      Duration after = due.isAfter(now) ? Duration.between(now, due) : Duration.ZERO;
      int incarnation = node.incarnation;
      plan(after, () -> fireTimer(node, incarnation));
    }
  }

  private void fireTimer(Node node, int incarnation) {
    if (node.paused || node.protocol == null || node.incarnation != incarnation) {
      return;
    }
    String timer = node.timers.pollDue(now);
    if (timer != null) {
      trace(node.id, () -> "timer " + timer);
      step(node, new Event.TimerFired<>(timer));
    }
  }

  private void plan(Duration after, Runnable action) {
    agenda.add(new Planned(now.plus(after), planned++, action));
  }

  private Node node(NodeId id) {
    Node node = nodes.get(id);
    if (node == null) {
      throw new IllegalArgumentException("there is no node " + id);
    }
    return node;
  }

  private void trace(NodeId node, Supplier<String> what) {
    trace.add(new Line(now, node, what));
  }
}
