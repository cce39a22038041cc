package dev.quiver.dht.core;

import dev.quiver.dht.ChordConfig;
import dev.quiver.dht.ChordMessage;
import dev.quiver.dht.ClientMessage;
import dev.quiver.dht.Id;
import dev.quiver.dht.Item;
import dev.quiver.dht.LocalMessage;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.NodeStatus;
import dev.quiver.dht.Notice;
import dev.quiver.dht.Range;
import dev.quiver.dht.RingMessage;
import dev.quiver.dht.RouteMessage;
import dev.quiver.dht.StoreMessage;
import dev.quiver.messaging.protocol.Effect;
import dev.quiver.messaging.protocol.Event;
import dev.quiver.messaging.protocol.NodeId;
import dev.quiver.messaging.protocol.Protocol;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One Chord node. Its process tells it to create a ring or to join one; from then on it keeps its
 * place, answers lookups and holds keys until it is told to leave or dies.
 */
public final class ChordNode implements Protocol<ChordMessage> {

  private final NodeRef self;
  private final Outbox out;
  private final Rpcs rpcs;
  private final Later later;
  private final Pointers pointers;
  private final Fingers fingers;
  private final FingerTurns fingerTurns;
  private final Lookups lookups;
  private final Ring ring;
  private final Joining joining;
  private final Solitude solitude;
  private final Store store;
  private final Custody custody;
  private final Holder holder;
  private final Repair repair;
  private final Clients clients;
  private final Listing listing;
  private final Rules rules;
  private final Plausible plausible;
  private final Impostors impostors;

  /** How long one is silent whom others think dead. */
  private final Duration deadAfter;

  private Instant last = Instant.MIN;
  private boolean member;
  private boolean gone;
  private long refused;

  /**
   * @param self who it is; its identifier must be one of the ring's
   * @param random spreads its rounds over time
   */
  public ChordNode(ChordConfig config, NodeRef self, RandomGenerator random) {
    this(config, self, random, Room.unlimited());
  }

  /**
   * One that shares its room with the other nodes of its process.
   *
   * @param self who it is; its identifier must be one of the ring's
   * @param random spreads its rounds over time
   */
  public ChordNode(ChordConfig config, NodeRef self, RandomGenerator random, Room room) {
    this(config, self, random, Rules.corrected(), room);
  }

  ChordNode(ChordConfig config, NodeRef self, RandomGenerator random, Rules rules) {
    this(config, self, random, rules, Room.unlimited());
  }

  ChordNode(ChordConfig config, NodeRef self, RandomGenerator random, Rules rules, Room room) {
    if (!config.space().contains(self.id())) {
      throw new IllegalArgumentException(
          "the identifier "
              + self.id()
              + " is not on a circle of "
              + config.space().bits()
              + " bits");
    }
    this.self = self;
    this.rules = rules;
    plausible = new Plausible(config.space());
    deadAfter = config.rpcTimeout().multipliedBy(config.rpcAttempts());
    out = new Outbox(self.name());
    rpcs = new Rpcs(config, out);
    later = new Later(out);
    pointers = new Pointers(config, rules, self);
    fingers = new Fingers(config.space(), self.id());
    impostors = new Impostors(pointers, fingers);
    Router router = new Router(config.space(), pointers, fingers);
    fingerTurns = new FingerTurns(config, out, fingers, pointers);
    lookups = new Lookups(config, out, rpcs, router, pointers, fingerTurns::forget);
    ring = new Ring(config, rules, out, rpcs, pointers, later, random, new RingListener());
    joining = new Joining(config, out, rpcs, later, lookups, ring, self, this::joined);
    solitude = new Solitude(rpcs, pointers, random, this::joinAgain);
    store = new Store(config.space(), config.tombstoneLife(), room);
    custody = new Custody(config, out, rpcs, pointers, store, later, ring);
    holder = new Holder(config, out, rpcs, pointers, store, custody);
    repair =
        new Repair(config, out, rpcs, pointers, store, custody, lookups, holder::targets, random);
    clients = new Clients(config, out, rpcs, later, lookups, pointers, holder);
    listing = new Listing(config.space(), out, pointers, store, custody);
  }

  @Override
  public List<Effect<ChordMessage>> on(Instant now, Event<ChordMessage> event) {
    out.begin(now);
    if (member && wasHeld(now)) {
      rpcs.awake();
      ring.verify();
    }
    last = now;
    if (event instanceof Event.Received<ChordMessage> received) {
      receive(received.from(), received.message());
    } else if (event instanceof Event.TimerFired<ChordMessage> fired) {
      onTimer(fired.timer());
    }
    return out.end();
  }

  /**
   * Whether the node did nothing for so long that others may think it dead: its process was
   * stopped, or the machine slept. It had something to do, and did not do it: where rounds are
   * longer than it takes to be thought dead that may go unnoticed, until its successor's next
   * answer.
   */
  private boolean wasHeld(Instant now) {
    if (Duration.between(last, now).compareTo(deadAfter.multipliedBy(3).dividedBy(4)) < 0) {
      return false;
    }
    Instant due = ring.due().isBefore(rpcs.due()) ? ring.due() : rpcs.due();
    due = fingerTurns.due().isBefore(due) ? fingerTurns.due() : due;
    return rules.keep(Rule.VERIFIES) && due.isBefore(now.minus(deadAfter.dividedBy(4)));
  }

  private void receive(NodeId from, ChordMessage message) {
    if (message instanceof LocalMessage local) {
      if (from.equals(self.name())) {
        onLocal(local);
      }
    } else if (gone) {
      return;
    } else if (!plausible.is(message, out.now()) || impostors.isOne(from, message)) {
      refused++;
    } else if (message instanceof ChordMessage.Answer answer) {
      rpcs.answer(from, message, answer.rpc());
    } else if (message instanceof ClientMessage.Describe describe) {
      out.send(from, new ClientMessage.Description(describe.rpc(), status(describe.fingers())));
    } else if (member) {
      // Who is no member keeps silent: for the ring it is not there, whatever it was before.
      asMember(from, message);
    }
  }

  private void asMember(NodeId from, ChordMessage message) {
    if (message instanceof RouteMessage route) {
      lookups.on(from, route);
    } else if (message instanceof RingMessage word) {
      ring.on(from, word);
    } else if (message instanceof StoreMessage.Pull pull) {
      custody.pulled(from, pull);
    } else if (message instanceof StoreMessage stored) {
      holder.on(from, stored);
    } else if (message instanceof ClientMessage.ListItems list) {
      out.send(from, listing.page(list));
    } else if (message instanceof ClientMessage asked) {
      clients.on(from, asked);
    }
  }

  private void onLocal(LocalMessage message) {
    if (message instanceof LocalMessage.Create create) {
      ring.create(create.members());
      fingers.fill(create.members());
      begin();
      out.tell(new Notice.Joined());
    } else if (message instanceof LocalMessage.Join join) {
      joining.begin(join.contacts(), false);
    } else if (message instanceof LocalMessage.Leave) {
      leave();
    } else if (message instanceof LocalMessage.Disconnected) {
      rpcs.suspend();
    } else if (message instanceof LocalMessage.Reconnected) {
      rpcs.resume();
      if (member && rules.keep(Rule.VERIFIES)) {
        ring.verify();
      }
    }
  }

  private void joined() {
    solitude.end();
    fingers.clear(pointers.head());
    if (!pointers.isAlone()) {
      custody.joined();
      if (!rules.keep(Rule.VERIFIES)) {
        custody.sure(false);
      }
    }
    begin();
    out.tell(new Notice.Joined());
  }

  private void begin() {
    member = true;
    fingerTurns.begin();
    repair.begin();
  }

  private void onTimer(String timer) {
    if (timer.equals(Rpcs.TIMER)) {
      rpcs.onTimer();
    } else if (timer.startsWith(Later.PREFIX)) {
      later.onTimer(timer);
    } else if (member && timer.equals(Ring.TIMER)) {
      ring.stabilize();
    } else if (member && timer.equals(FingerTurns.TIMER)) {
      fingerTurns.onTimer(lookups);
    } else if (member && timer.equals(Repair.TIMER)) {
      repair.round();
    }
  }

  /** It was taken for the only one left, and one of those it knew lives. */
  private void joinAgain(List<NodeRef> former) {
    stop();
    joining.begin(former, true);
  }

  private void leave() {
    if (!member || custody.isLeaving()) {
      if (!member) {
        left();
      }
      return;
    }
    custody.handOver(
        () -> {
          ring.leave();
          ring.stop();
          NodeRef head = pointers.head();
          if (pointers.isAlone() || head.isPadding()) {
            left();
          } else {
            // Sent after the good-bye: when it is answered, that has been read.
            rpcs.ask(head.name(), RingMessage.Ping::new, pong -> left(), this::left);
          }
        });
  }

  private void left() {
    stop();
    gone = true;
    store.clear();
    out.tell(new Notice.Left());
  }

  private void stop() {
    member = false;
    ring.stop();
    rpcs.clear();
    later.clear();
    custody.reset();
    fingerTurns.stop();
    out.cancel(Repair.TIMER);
  }

  private final class RingListener implements Ring.Listener {

    @Override
    public void predecessorChanged(@Nullable NodeRef before, @Nullable NodeRef after) {
      custody.predecessorChanged(before, after);
    }

    @Override
    public void unsure() {
      custody.unsure();
    }

    @Override
    public void sure(boolean me) {
      custody.sure(me);
    }

    @Override
    public void roundEnded() {
      repair.neighboursChanged();
      if (solitude.roundEnded()) {
        custody.doubt(false);
      }
      fingerTurns.roundEnded(lookups);
    }

    @Override
    public List<NodeRef> isolated() {
      out.tell(new Notice.Isolated());
      return others();
    }

    @Override
    public void reached() {
      out.tell(new Notice.Joined());
    }

    @Override
    public void lost() {
      custody.doubt(solitude.begin(others()));
      out.tell(new Notice.Joined());
    }

    private List<NodeRef> others() {
      Set<NodeRef> known = new LinkedHashSet<>(fingers.all());
      NodeRef before = pointers.predecessor();
      if (before != null) {
        known.add(before);
      }
      known.removeIf(each -> each.isPadding() || each.equals(self));
      return List.copyOf(known);
    }
  }

  // Looking at it, between two events.

  public NodeRef self() {
    return self;
  }

  public boolean isMember() {
    return member;
  }

  public @Nullable NodeRef predecessor() {
    return pointers.predecessor();
  }

  public List<NodeRef> successors() {
    return pointers.successors();
  }

  /** Whose answer may become its successor list; null if it waits for none. */
  @Nullable NodeRef asked() {
    return ring.asked();
  }

  /** What it holds. */
  public Range owned() {
    return pointers.owned();
  }

  /** Finger i, the first node at least 2^i further on; null before it has joined. */
  public @Nullable NodeRef finger(int exponent) {
    return fingers.at(exponent);
  }

  /** Everything in its store, copies and tombstones included. */
  public List<Item> items() {
    return store.all();
  }

  /** Whether it has collected all that it holds. */
  public boolean isSettled(Id id) {
    return member && pointers.owned().contains(id) && custody.isSettled(id);
  }

  /** How it sees itself. */
  public NodeStatus status(boolean withFingers) {
    int held = member ? store.count(pointers.owned(), out.now()) : 0;
    return new NodeStatus(
        self,
        member,
        pointers.predecessor(),
        pointers.successors(),
        withFingers ? List.copyOf(new LinkedHashSet<>(fingers.all())) : List.of(),
        new NodeStatus.Keys(
            held, store.count(new Range(self.id(), self.id()), out.now()) - held, store.bytes()),
        new NodeStatus.Counts(
            lookups.ended(),
            lookups.hops(),
            lookups.timeouts(),
            lookups.failures(),
            ring.rounds(),
            custody.movedIn(),
            custody.movedOut(),
            ring.violations() + lookups.lies() + refused,
            holder.refused()));
  }
}
