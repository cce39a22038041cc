package dev.quiver.multicast.core;

import dev.quiver.messaging.protocol.Protocol;
import dev.quiver.messaging.protocol.SimulationConfig;
import dev.quiver.messaging.protocol.Simulator;
import dev.quiver.multicast.Order;
import dev.quiver.multicast.PeerMessage;
import dev.quiver.multicast.Property;
import dev.quiver.multicast.View;
import dev.quiver.multicast.check.CheckReport;
import dev.quiver.multicast.check.Checker;
import dev.quiver.multicast.log.LogEntry;
import dev.quiver.multicast.log.PeerLog;
import dev.quiver.multicast.log.PeerLog.End;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * One schedule of a group, drawn from a seed: how many peers, what they send and when, who crashes,
 * is taken for gone or joins, and what the network delays and reorders.
 */
final class GroupSimulation {

  /** What can happen to a group beside messages. */
  enum Fault {
    /** Peers crash and are noticed when what they had sent has arrived, as on the broker. */
    CRASHES,
    /** Peers are taken for gone at any time, dead or not, while their messages are under way. */
    SUSPICIONS,
    /** Peers crash between the sends of one multicast, where it goes to each peer's queue. */
    PARTIAL_SENDS,
    /** A peer comes later. */
    JOINS,
    /** Whoever comes later crashes soon after, perhaps before it has flushed. */
    DYING_JOINERS,
    /** A peer crashes and is started anew under its number before anybody has missed it. */
    RESTARTS
  }

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final long seed;
  private final Order order;
  private final Set<Fault> faults;
  private final Simulator<SimMessage> simulator;
  private final RandomGenerator random;
  private final Map<Integer, SimulatedMember.Record> records = new TreeMap<>();
  private final Set<Integer> crashed = new TreeSet<>();

  /** What the first process of a number has left that was started anew. */
  private final Map<Integer, SimulatedMember.Record> before = new TreeMap<>();

  private final Function<PeerConfig, Protocol<PeerMessage>> cores;
  private final int first;
  private final int all;
  private final double lateness;
  private final SimulatedQueue queue;

  GroupSimulation(
      long seed,
      Order order,
      Set<Fault> faults,
      Function<PeerConfig, Protocol<PeerMessage>> cores,
      boolean queueForgets) {
    this.seed = seed;
    this.order = order;
    this.faults = faults;
    this.cores = cores;
    this.simulator = new Simulator<>(seed, SimulationConfig.defaults());
    this.random = simulator.random();
    this.first = 1 + random.nextInt(4);
    boolean joins = faults.contains(Fault.JOINS) && random.nextBoolean();
    this.all = first + (joins ? 1 : 0);
    this.lateness = random.nextBoolean() ? 0 : 0.2;
    View view = View.first(first);
    this.queue = new SimulatedQueue(new PeerMessage.LastNumber(0, view), all, queueForgets);
    simulator.node(Destinations.COORDINATOR, unused -> queue);
    for (int peer = 1; peer <= first; peer++) {
      int number = peer;
      member(number, () -> PeerConfig.member(number, id(number), order, view));
    }
    if (joins) {
      simulator.at(millis(250), () -> member(all, () -> PeerConfig.joiner(all, id(all), order)));
    }
    plan();
  }

  static GroupSimulation of(long seed, Order order, Set<Fault> faults) {
    return new GroupSimulation(seed, order, faults, Peer::new, false);
  }

  private String id(int peer) {
    return (before.containsKey(peer) ? "second" : "first") + peer;
  }

  private void member(int peer, Supplier<PeerConfig> config) {
    records.put(peer, new SimulatedMember.Record());
    simulator.node(
        Destinations.peer(peer),
        own ->
            new SimulatedMember(
                cores.apply(config.get()), order, recordOf(peer), own, lateness, all));
    int messages = random.nextInt(6);
    int at = 0;
    for (int i = 0; i <= messages; i++) {
      boolean stop = i == messages;
      at += random.nextInt(60);
      simulator.at(
          Duration.ofMillis(at), () -> ask(peer, new PeerMessage.Say(stop, stop ? "" : "x")));
    }
  }

  private SimulatedMember.Record recordOf(int peer) {
    return records.computeIfAbsent(peer, unknown -> new SimulatedMember.Record());
  }

  private void plan() {
    int dying = faults.contains(Fault.CRASHES) ? random.nextInt(Math.min(3, first)) : 0;
    for (int i = 0; i < dying; i++) {
      int peer = 1 + random.nextInt(first);
      simulator.at(millis(300), () -> crash(peer));
    }
    if (faults.contains(Fault.SUSPICIONS) && first > 1) {
      int peer = 1 + random.nextInt(first);
      if (random.nextBoolean()) {
        simulator.at(millis(300), () -> crash(peer));
      }
      simulator.at(millis(300), () -> suspect(peer));
    }
    if (faults.contains(Fault.DYING_JOINERS) && all > first) {
      simulator.at(Duration.ofMillis(250).plus(millis(60)), () -> crash(all));
    }
    if (faults.contains(Fault.RESTARTS) && first > 1) {
      int peer = 1 + random.nextInt(first);
      simulator.at(millis(200), () -> restart(peer));
    }
  }

  private void restart(int peer) {
    if (!simulator.isUp(Destinations.peer(peer)) || crashed.size() + 1 >= records.size()) {
      return;
    }
    simulator.crash(Destinations.peer(peer));
    before.put(peer, recordOf(peer));
    records.put(peer, new SimulatedMember.Record());
    simulator.at(millis(100), () -> ask("sequence", new SimMessage.ConnectionGone(peer)));
    simulator.at(
        Duration.ofMillis(100).plus(millis(200)), () -> simulator.restart(Destinations.peer(peer)));
  }

  private void crash(int peer) {
    if (!simulator.isUp(Destinations.peer(peer))
        || before.containsKey(peer)
        || crashed.size() + 1 >= records.size()) {
      return;
    }
    if (faults.contains(Fault.PARTIAL_SENDS) && recordOf(peer).sendsLeft > first) {
      recordOf(peer).sendsLeft = random.nextInt(first);
      simulator.at(Duration.ofMillis(40), () -> crash(peer));
      return;
    }
    simulator.crash(Destinations.peer(peer));
    crashed.add(peer);
    simulator.at(millis(100), () -> ask("sequence", new SimMessage.ConnectionGone(peer)));
    int settled = faults.contains(Fault.SUSPICIONS) ? 0 : 60;
    for (int other : List.copyOf(records.keySet())) {
      simulator.at(
          millis(100).plusMillis(settled), () -> ask(other, new PeerMessage.Suspect(peer)));
    }
    // Whoever joins meanwhile notices it as well.
    simulator.at(
        Duration.ofMillis(800),
        () -> records.keySet().forEach(other -> ask(other, new PeerMessage.Suspect(peer))));
  }

  private void suspect(int peer) {
    for (int other : records.keySet()) {
      if (other != peer) {
        ask(other, new PeerMessage.Suspect(peer));
      }
    }
  }

  private void ask(int peer, PeerMessage message) {
    if (simulator.isUp(Destinations.peer(peer))) {
      simulator.ask(Destinations.peer(peer), new SimMessage.Word(message));
    }
  }

  private void ask(String node, SimMessage message) {
    simulator.ask(new dev.quiver.messaging.protocol.NodeId(node), message);
  }

  private Duration millis(int most) {
    return Duration.ofMillis(random.nextInt(most));
  }

  /** Runs it until everybody who is alive has ended; false if somebody has not. */
  boolean run() {
    simulator.runFor(Duration.ofMillis(260)); // By then a joiner is there.
    return simulator.runUntil(this::hasEnded, LIMIT);
  }

  private boolean hasEnded() {
    return records.entrySet().stream()
        .allMatch(each -> crashed.contains(each.getKey()) || each.getValue().end != End.CRASHED);
  }

  /**
   * The logs; after early suspicions without the deliveries of those who were taken for gone, also
   * if they had finished before they were told: of what they sent then nobody else may have heard.
   */
  List<PeerLog> logs() {
    List<PeerLog> logs = new ArrayList<>();
    records.forEach(
        (peer, last) -> {
          SimulatedMember.Record record = spoken(peer, last);
          End end = crashed.contains(peer) || record != last ? End.CRASHED : record.end;
          List<LogEntry> entries = record.entries;
          boolean excluded = faults.contains(Fault.SUSPICIONS) && !queue.newest().has(peer);
          if (excluded && end == End.COMPLETE) {
            end = End.EXCLUDED;
          }
          if (end != End.COMPLETE && faults.contains(Fault.SUSPICIONS)) {
            entries = entries.stream().filter(e -> e.kind() == LogEntry.Kind.BROADCAST).toList();
          }
          List<View> views = new ArrayList<>(record.views);
          if (peer <= first) {
            views.add(0, View.first(first));
          }
          logs.add(new PeerLog("sim", peer, "p" + peer, order.label(), end, entries, views));
        });
    return logs;
  }

  /** Of two processes of one number one at the most takes part. */
  private SimulatedMember.Record spoken(int peer, SimulatedMember.Record last) {
    SimulatedMember.Record first = before.get(peer);
    if (first == null || first.entries.isEmpty()) {
      return last;
    }
    if (!last.entries.isEmpty() || last.end != End.EXCLUDED) {
      throw new AssertionError("both processes of peer " + peer + " took part: " + last.entries);
    }
    return first;
  }

  CheckReport check() {
    return Checker.check(logs());
  }

  /** What the ordering promises under these faults. */
  Set<Property> promises() {
    EnumSet<Property> promises = EnumSet.copyOf(order.promises());
    if (faults.contains(Fault.SUSPICIONS)) {
      promises.remove(Property.UNIFORM_AGREEMENT);
    }
    return promises;
  }

  List<String> trace() {
    return simulator.trace();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("seed " + seed + " " + order + "\n");
    logs().forEach(log -> text.append(dev.quiver.multicast.log.LogText.write(log)));
    return text.append(String.join("\n", trace())).toString();
  }
}
