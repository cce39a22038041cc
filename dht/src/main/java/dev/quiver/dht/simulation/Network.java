package dev.quiver.dht.simulation;

import dev.quiver.dht.ChordMessage;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.core.ChordNode;
import dev.quiver.messaging.protocol.Effect;
import dev.quiver.messaging.protocol.Event;
import dev.quiver.messaging.protocol.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A network in virtual time: messages take as long as the delay says, those to nobody are lost. Two
 * runs with the same random source and the same calls are the same.
 */
final class Network {

  /** How long a message is under way. */
  @FunctionalInterface
  interface Delay {

    /** The next one, in nanoseconds. */
    long next(RandomGenerator random);

    static Delay constant(Duration value) {
      return new Constant(value.toNanos());
    }

    /** As the paper's: exponentially distributed. */
    static Delay exponential(Duration mean) {
      double nanos = mean.toNanos();
      return random -> (long) (-Math.log(1 - random.nextDouble()) * nanos);
    }
  }

  /** Messages keep their order then, which spares them the agenda. */
  private record Constant(long nanos) implements Delay {
    @Override
    public long next(RandomGenerator random) {
      return nanos;
    }
  }

  /** Takes what nodes give to their processes. */
  @FunctionalInterface
  interface Deliveries {
    void deliver(NodeRef node, ChordMessage message);
  }

  private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

  private static final class Member {
    final ChordNode node;
    final Map<String, Long> timers = new HashMap<>();
    boolean up = true;

    Member(ChordNode node) {
      this.node = node;
    }
  }

  /** What is to happen: a message arrives, a timer is over, or the scenario goes on. */
  private static final class Planned implements Comparable<Planned> {
    final long at;
    final long order;
    @Nullable Member member;
    @Nullable Event<ChordMessage> event;
    @Nullable String timer;
    @Nullable Runnable action;

    Planned(long at, long order) {
      this.at = at;
      this.order = order;
    }

    @Override
    public int compareTo(Planned other) {
      return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
    }
  }

  private final RandomGenerator random;
  private final Delay delay;
  private final Deliveries deliveries;
  private final PriorityQueue<Planned> agenda = new PriorityQueue<>();
  private final Deque<Planned> inOrder = new ArrayDeque<>();
  private final Map<NodeId, Member> members = new HashMap<>();
  private long nanos;
  private long order;
  private long messages;

  Network(RandomGenerator random, Delay delay, Deliveries deliveries) {
    this.random = random;
    this.delay = delay;
    this.deliveries = deliveries;
  }

  void add(ChordNode node) {
    Member member = new Member(node);
    if (members.put(node.self().name(), member) != null) {
      throw new IllegalArgumentException("there are two nodes " + node.self().name());
    }
    step(member, new Event.Started<>());
  }

  /** It is silent from now on. */
  void kill(NodeRef node) {
    Member member = members.remove(node.name());
    if (member != null) {
      member.up = false;
    }
  }

  boolean isUp(NodeRef node) {
    return members.containsKey(node.name());
  }

  ChordNode node(NodeRef node) {
    Member member = members.get(node.name());
    if (member == null) {
      throw new IllegalArgumentException("there is no node " + node);
    }
    return member.node;
  }

  /** Brings a message to a node, now, as its own process would. */
  void tell(NodeRef node, ChordMessage message) {
    Member member = members.get(node.name());
    if (member != null) {
      step(member, new Event.Received<>(node.name(), message));
    }
  }

  /** Does something after that time. */
  void after(Duration time, Runnable action) {
    plan(time.toNanos()).action = action;
  }

  /** Runs for that long. */
  void runFor(Duration time) {
    long end = nanos + time.toNanos();
    Planned next = earliest(end);
    while (next != null) {
      happen(next);
      next = earliest(end);
    }
    nanos = end;
  }

  Instant now() {
    return BEGINNING.plusNanos(nanos);
  }

  /** How many messages were sent. */
  long messages() {
    return messages;
  }

  /** Takes what is next, if that is before the end. */
  private @Nullable Planned earliest(long end) {
    Planned first = agenda.peek();
    Planned ordered = inOrder.peek();
    if (ordered != null && (first == null || ordered.compareTo(first) < 0)) {
      return ordered.at <= end ? inOrder.poll() : null;
    }
    return first != null && first.at <= end ? agenda.poll() : null;
  }

  private void happen(Planned next) {
    nanos = next.at;
    Runnable action = next.action;
    Member member = next.member;
    Event<ChordMessage> event = next.event;
    if (action != null) {
      action.run();
    } else if (member == null || event == null || !member.up) {
      return;
    } else if (next.timer == null || member.timers.remove(next.timer, next.order)) {
      step(member, event);
    }
  }

  private void step(Member member, Event<ChordMessage> event) {
    List<Effect<ChordMessage>> effects = member.node.on(now(), event);
    for (Effect<ChordMessage> effect : effects) {
      if (effect instanceof Effect.Send<ChordMessage> send) {
        send(member, send);
      } else if (effect instanceof Effect.Deliver<ChordMessage> deliver) {
        deliveries.deliver(member.node.self(), deliver.message());
      } else if (effect instanceof Effect.StartTimer<ChordMessage> start) {
        Planned planned = plan(start.after().toNanos());
        planned.member = member;
        planned.timer = start.timer();
        planned.event = new Event.TimerFired<>(start.timer());
        member.timers.put(start.timer(), planned.order);
      } else if (effect instanceof Effect.CancelTimer<ChordMessage> cancel) {
        member.timers.remove(cancel.timer());
      }
    }
  }

  private void send(Member from, Effect.Send<ChordMessage> send) {
    messages++;
    Member to = members.get(send.to());
    if (to == null) {
      return;
    }
    Planned planned = new Planned(nanos + delay.next(random), order++);
    (delay instanceof Constant ? inOrder : agenda).add(planned);
    planned.member = to;
    planned.event = new Event.Received<>(from.node.self().name(), send.message());
  }

  private Planned plan(long after) {
    Planned planned = new Planned(nanos + after, order++);
    agenda.add(planned);
    return planned;
  }
}
