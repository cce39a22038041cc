package dev.quiver.multicast.core;

import dev.quiver.messaging.protocol.Effect;
import dev.quiver.messaging.protocol.Event;
import dev.quiver.messaging.protocol.Protocol;
import dev.quiver.multicast.Data;
import dev.quiver.multicast.Frame;
import dev.quiver.multicast.MessageId;
import dev.quiver.multicast.Order;
import dev.quiver.multicast.PeerMessage;
import dev.quiver.multicast.PeerMessage.Changing;
import dev.quiver.multicast.PeerMessage.Delivered;
import dev.quiver.multicast.PeerMessage.Differs;
import dev.quiver.multicast.PeerMessage.Excluded;
import dev.quiver.multicast.PeerMessage.Finished;
import dev.quiver.multicast.PeerMessage.Framed;
import dev.quiver.multicast.PeerMessage.Installed;
import dev.quiver.multicast.PeerMessage.Join;
import dev.quiver.multicast.PeerMessage.Leave;
import dev.quiver.multicast.PeerMessage.Numbered;
import dev.quiver.multicast.PeerMessage.Opened;
import dev.quiver.multicast.PeerMessage.Plain;
import dev.quiver.multicast.PeerMessage.Proposal;
import dev.quiver.multicast.PeerMessage.Ready;
import dev.quiver.multicast.PeerMessage.Request;
import dev.quiver.multicast.PeerMessage.Say;
import dev.quiver.multicast.PeerMessage.Sent;
import dev.quiver.multicast.PeerMessage.State;
import dev.quiver.multicast.PeerMessage.Suspect;
import dev.quiver.multicast.View;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * One member of a group, whatever the ordering: handshake, own multicasts, streams, views, the end.
 * Effects of delivery are {@link PeerMessage.Met}, {@link Opened}, {@link Sent}, {@link Delivered},
 * {@link Changing}, {@link Installed}, {@link PeerMessage.Restored}, {@link Finished}, {@link
 * Excluded} and {@link Differs}.
 */
public final class Peer implements Protocol<PeerMessage> {

  private final PeerConfig config;
  private final Ordering ordering;
  private final Handshake handshake;
  private final Flow flow = new Flow(new Taker());
  private final NumberedItems numbered = new NumberedItems();
  private final DeliveredCounts counts = new DeliveredCounts();
  private final History history;
  private final Joining joining = new Joining();
  private final Deque<Say> unsaid = new ArrayDeque<>();

  /**
   * Delivered before this peer began: of a second process under one number nothing must be told.
   */
  private final List<Delivered> early = new ArrayList<>();

  private final Outlet outlet = new Outlet();

  private List<Effect<PeerMessage>> effects = new ArrayList<>();
  private Instant now = Instant.EPOCH;
  private View view;
  private int sequence;
  private long position;
  private boolean opened;
  private boolean ended;
  private boolean excluded;

  public Peer(PeerConfig config) {
    this(config, null);
  }

  /** With an ordering of the caller's, such as one that is broken on purpose. */
  Peer(PeerConfig config, @org.jspecify.annotations.Nullable Ordering ordering) {
    this.config = config;
    this.handshake = new Handshake(config);
    this.history = new History(config.order().takesJoiners());
    this.view = config.view();
    this.ordering = ordering == null ? orderingOf(config.order(), counts) : ordering;
    flow.installed(view);
  }

  static Ordering orderingOf(Order order, DeliveredCounts counts) {
    return switch (order) {
      case CAUSAL -> new CausalOrder(counts);
      case TOTAL_LAMPORT -> new LamportOrder();
      case TOTAL_ISIS -> new IsisOrder();
      case NONE, FIFO, TOTAL_SEQUENCER, TOPIC -> new ArrivalOrder();
    };
  }

  DeliveredCounts counts() {
    return counts;
  }

  @Override
  public List<Effect<PeerMessage>> on(Instant time, Event<PeerMessage> event) {
    now = time;
    effects = new ArrayList<>();
    if (event instanceof Event.Started<PeerMessage>) {
      begin();
    } else if (event instanceof Event.Received<PeerMessage> received) {
      onMessage(Destinations.number(received.from()), received.message());
    } else if (event instanceof Event.TimerFired<PeerMessage> && !ended && !opened) {
      begin();
    }
    return effects;
  }

  private void begin() {
    if (!config.joins()) {
      handshake.say(view, effects);
    } else if (joining.isWaiting()) {
      send(Destinations.COORDINATOR, new Join(config.self(), config.id(), config.order()));
      effects.add(new Effect.StartTimer<>(Handshake.TIMER, config.retry()));
    }
  }

  private void onMessage(int from, PeerMessage message) {
    if (excluded) {
      return;
    }
    if (config.joins() && joining.isWaiting() && holdUntilState(from, message)) {
      return;
    }
    if (message instanceof Say say) {
      unsaid.add(say);
      sayWaiting();
    } else if (message instanceof Framed framed) {
      flow.add(from, framed);
    } else if (message instanceof Numbered batch) {
      onNumbered(batch);
    } else if (message instanceof Plain plain) {
      onPlain(from, plain.data());
    } else if (message instanceof Proposal proposal) {
      if (proposal.view() == view.number() && view.has(from) && !flow.isChanging()) {
        ordering.proposed(from, proposal.id(), proposal.priority(), outlet);
      }
    } else if (message instanceof Ready ready) {
      onReady(from, ready);
    } else if (message instanceof Suspect suspect) {
      // Also who is not installed yet: everybody waits for its flush.
      if (flow.newest().has(suspect.peer())) {
        send(Destinations.COORDINATOR, new Leave(suspect.peer()));
      }
    } else if (message instanceof Excluded excluded) {
      if (!opened && excluded.view().number() >= view.number()) {
        exclude(excluded.view());
      }
    }
  }

  private void onReady(int from, Ready ready) {
    switch (handshake.on(from, ready, view, effects)) {
      case ANSWER -> openIfReady();
      case DIFFERS -> {
        if (!opened && !ended) {
          excluded = true;
          end();
          tell(new Differs(from, ready.order(), ready.members()));
        }
      }
      case NOTHING -> {}
    }
  }

  private void openIfReady() {
    if (!opened && !ended && !config.joins() && handshake.isComplete(view)) {
      open();
    }
  }

  private void open() {
    opened = true;
    effects.add(new Effect.CancelTimer<>(Handshake.TIMER));
    tell(new Opened());
    early.forEach(this::tell);
    early.clear();
    sayWaiting();
  }

  // Own multicasts.

  private void sayWaiting() {
    while (opened && !ended && !flow.isChanging() && !unsaid.isEmpty()) {
      Say say = unsaid.remove();
      MessageId id = new MessageId(config.self(), ++sequence);
      Data data = ordering.mark(id, say.stop(), say.body());
      tell(new Sent(id, say.stop()));
      if (config.order().isStreamed()) {
        publish(data);
      } else if (config.order() == Order.TOTAL_SEQUENCER) {
        send(Destinations.COORDINATOR, new Request(List.of(data)));
      } else if (config.order() == Order.TOPIC) {
        send(Destinations.ALL, new Plain(data));
      } else {
        for (int member : view.members()) {
          send(Destinations.peer(member), new Plain(data));
        }
      }
    }
  }

  private void publish(Frame frame) {
    send(Destinations.ALL, new Framed(view.number(), ++position, frame));
  }

  // Views.

  private void onNumbered(Numbered batch) {
    numbered.add(batch);
    for (var item = numbered.next(); item != null; item = numbered.next()) {
      if (item instanceof Data data) {
        if (view.has(data.sender())) {
          deliver(data);
        }
      } else if (item instanceof View next && next.number() > view.number()) {
        onView(next);
      }
    }
  }

  private void onView(View next) {
    if (!next.has(config.self())) {
      exclude(next);
    } else if (config.order().isStreamed()) {
      Frame.Flush flush = flow.begin(next);
      if (!ended) {
        tell(new Changing(next));
      }
      if (joining.flushes(next.number())) {
        publish(flush);
      }
      flow.pump(config.self());
    } else {
      install(next);
    }
  }

  private void install(View next) {
    ordering.install(next, outlet);
    // Whoever has finished in the view that ends has seen all its members' stops, and so has
    // everybody by now.
    finishIfComplete();
    View before = view;
    view = next;
    flow.installed(next);
    for (int member : next.members()) {
      if (!before.has(member) && member != config.self() && ended) {
        send(Destinations.peer(member), new Excluded(next)); // It comes too late.
      } else if (!before.has(member) && member != config.self()) {
        history.send(
            member,
            next,
            counts.stops(),
            flow.positions(),
            numbered.nextNumber(),
            ordering.time(),
            effects);
      }
    }
    if (!ended) {
      tell(new Installed(next));
    }
    if (!flow.isChanging()) {
      finishIfComplete();
    }
    openIfReady();
    sayWaiting();
  }

  private void exclude(View without) {
    excluded = true;
    if (!ended) {
      end();
      tell(new Excluded(without));
    }
  }

  private void end() {
    ended = true;
    effects.add(new Effect.CancelTimer<>(Handshake.TIMER));
  }

  // Joining.

  private boolean holdUntilState(int from, PeerMessage message) {
    if (message instanceof State state) {
      if (joining.add(from, state)) {
        restore();
      }
      return true;
    }
    if (message instanceof Say || message instanceof Ready || message instanceof Excluded) {
      return false;
    }
    joining.hold(from, message);
    if (message instanceof Numbered batch && config.order().isStreamed()) {
      for (var item : batch.items()) {
        if (item instanceof View next
            && next.has(config.self())
            && joining.flushes(next.number())) {
          publish(new Frame.Flush(next.number(), java.util.Map.of()));
        }
      }
    }
    return true;
  }

  private void restore() {
    Joining.Restored restored = joining.restored();
    State state = restored.state();
    view = state.view();
    flow.installed(view);
    flow.restore(state.positions());
    numbered.restore(state.nextNumber());
    counts.restore(restored.log(), state.stops());
    ordering.restore(counts, state.time());
    history.restore(restored.log());
    tell(new PeerMessage.Restored(restored.log()));
    tell(new Installed(view));
    open();
    for (Joining.Held held : restored.held()) {
      if (held.message() instanceof Framed framed && framed.frame() instanceof Frame.Flush flush) {
        flow.heard(held.from(), flush);
      }
    }
    for (Joining.Held held : restored.held()) {
      onMessage(held.from(), held.message());
    }
    if (config.order().isStreamed()) {
      flow.takeFromAll();
      flow.pump(config.self());
    }
  }

  // Delivery and end.

  /** These orderings have no joiners; what a member said counts also when it is gone. */
  private void onPlain(int from, Data data) {
    boolean plain = config.order() == Order.NONE || config.order() == Order.TOPIC;
    if (plain && config.view().has(from) && data.sender() == from) {
      ordering.received(from, data, outlet);
    }
  }

  private void deliver(Data data) {
    counts.add(data);
    history.add(data);
    if (ended) {
      return;
    }
    if (opened) {
      tell(new Delivered(data, now));
    } else {
      early.add(new Delivered(data, now));
    }
    if (!flow.isChanging()) {
      finishIfComplete();
    }
  }

  private void finishIfComplete() {
    if (ended || !opened) {
      return;
    }
    for (int member : view.members()) {
      if (!counts.isComplete(member)) {
        return;
      }
    }
    ended = true;
    tell(new Finished());
  }

  private void tell(PeerMessage message) {
    effects.add(new Effect.Deliver<>(message));
  }

  private void send(dev.quiver.messaging.protocol.NodeId to, PeerMessage message) {
    effects.add(new Effect.Send<>(to, message));
  }

  private final class Taker implements Flow.Taker {
    @Override
    public View view() {
      return view;
    }

    @Override
    public void received(int sender, Frame frame) {
      ordering.received(sender, frame, outlet);
    }

    @Override
    public void install(View next) {
      Peer.this.install(next);
    }
  }

  private final class Outlet implements Ordering.Outlet {
    @Override
    public int self() {
      return config.self();
    }

    @Override
    public View view() {
      return view;
    }

    @Override
    public void deliver(Data data) {
      Peer.this.deliver(data);
    }

    @Override
    public void publish(Frame frame) {
      if (!flow.isChanging()) {
        Peer.this.publish(frame);
      }
    }

    @Override
    public void propose(int to, MessageId id, long priority) {
      if (!flow.isChanging()) {
        send(Destinations.peer(to), new Proposal(view.number(), id, priority));
      }
    }
  }
}
