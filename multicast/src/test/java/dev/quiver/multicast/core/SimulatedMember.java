package dev.quiver.multicast.core;

import dev.quiver.messaging.protocol.Effect;
import dev.quiver.messaging.protocol.Event;
import dev.quiver.messaging.protocol.NodeId;
import dev.quiver.messaging.protocol.Protocol;
import dev.quiver.multicast.MessageId;
import dev.quiver.multicast.Order;
import dev.quiver.multicast.PeerMessage;
import dev.quiver.multicast.View;
import dev.quiver.multicast.log.LogEntry;
import dev.quiver.multicast.log.PeerLog.End;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A peer in the simulation: its core, its reign if it owns the queue, its log, and a network that
 * now and then keeps a message back, so that also those of one sender change places.
 */
final class SimulatedMember implements Protocol<SimMessage> {

  private static final String LATE = "late-";

  private record Held(int from, PeerMessage message) {}

  /** What remains of a member when it crashes. */
  static final class Record {
    final List<LogEntry> entries = new ArrayList<>();
    final List<View> views = new ArrayList<>();
    End end = End.CRASHED;
    boolean opened;

    /** How many sends it has left: whoever dies between two sends has sent to some only. */
    int sendsLeft = Integer.MAX_VALUE;
  }

  private final Protocol<PeerMessage> core;
  private final Record log;
  private final RandomGenerator random;
  private final double lateness;
  private final int peers;
  private final Map<String, Held> late = new LinkedHashMap<>();
  private final Order order;
  private Reign reign;
  private int epoch;
  private int held;

  SimulatedMember(
      Protocol<PeerMessage> core,
      Order order,
      Record log,
      RandomGenerator random,
      double lateness,
      int peers) {
    this.core = core;
    this.order = order;
    this.reign = new Reign(order);
    this.log = log;
    this.random = random;
    this.lateness = lateness;
    this.peers = peers;
  }

  @Override
  public List<Effect<SimMessage>> on(Instant now, Event<SimMessage> event) {
    List<Effect<SimMessage>> effects = new ArrayList<>();
    if (event instanceof Event.Started<SimMessage>) {
      step(now, new Event.Started<>(), effects);
    } else if (event instanceof Event.TimerFired<SimMessage> fired) {
      Held message = late.remove(fired.timer());
      if (message != null) {
        step(now, received(message.from(), message.message()), effects);
      } else {
        step(now, new Event.TimerFired<>(fired.timer()), effects);
      }
    } else if (event instanceof Event.Received<SimMessage> received) {
      onMessage(now, Destinations.number(received.from()), received.message(), effects);
    }
    return effects;
  }

  private void onMessage(
      Instant now, int from, SimMessage message, List<Effect<SimMessage>> effects) {
    if (message instanceof SimMessage.Handed handed) {
      if (handed.epoch() != epoch) {
        epoch = handed.epoch();
        reign = new Reign(order);
      }
      reign.take(handed.tag(), handed.message());
      for (var step = reign.next(); step.isPresent(); step = reign.next()) {
        effects.add(
            new Effect.Send<>(Destinations.COORDINATOR, new SimMessage.Commit(epoch, step.get())));
      }
    } else if (message instanceof SimMessage.Word word) {
      boolean own =
          word.message() instanceof PeerMessage.Say
              || word.message() instanceof PeerMessage.Suspect;
      if (!own && random.nextDouble() < lateness) {
        String timer = LATE + ++held;
        late.put(timer, new Held(from, word.message()));
        effects.add(new Effect.StartTimer<>(timer, Duration.ofMillis(1 + random.nextInt(30))));
      } else {
        step(now, received(from, word.message()), effects);
      }
    }
  }

  private static Event<PeerMessage> received(int from, PeerMessage message) {
    return new Event.Received<>(
        from == 0 ? Destinations.COORDINATOR : Destinations.peer(from), message);
  }

  private void step(Instant now, Event<PeerMessage> event, List<Effect<SimMessage>> effects) {
    for (Effect<PeerMessage> effect : core.on(now, event)) {
      if (effect instanceof Effect.Send<PeerMessage> send) {
        SimMessage word = new SimMessage.Word(send.message());
        if (send.to().equals(Destinations.ALL)) {
          for (int peer = 1; peer <= peers; peer++) {
            effects.add(new Effect.Send<>(Destinations.peer(peer), word));
          }
        } else {
          sendToOne(send.to(), word, effects);
        }
      } else if (effect instanceof Effect.Deliver<PeerMessage> deliver) {
        record(deliver.message());
      } else if (effect instanceof Effect.StartTimer<PeerMessage> start) {
        effects.add(new Effect.StartTimer<>(start.timer(), start.after()));
      } else if (effect instanceof Effect.CancelTimer<PeerMessage> cancel) {
        effects.add(new Effect.CancelTimer<>(cancel.timer()));
      }
    }
  }

  private void sendToOne(NodeId to, SimMessage word, List<Effect<SimMessage>> effects) {
    if (log.sendsLeft > 0) {
      log.sendsLeft--;
      effects.add(new Effect.Send<>(to, word));
    }
  }

  private void record(PeerMessage message) {
    if (message instanceof PeerMessage.Opened) {
      log.opened = true;
    } else if (message instanceof PeerMessage.Sent sent) {
      if (!sent.stop()) {
        log.entries.add(LogEntry.broadcast(sent.id()));
      }
    } else if (message instanceof PeerMessage.Delivered delivered) {
      if (!delivered.data().stop()) {
        log.entries.add(LogEntry.delivery(delivered.data().id()));
      }
    } else if (message instanceof PeerMessage.Restored restored) {
      for (MessageId id : restored.log()) {
        log.entries.add(new LogEntry(LogEntry.Kind.STATE, id, 0, 0));
      }
    } else if (message instanceof PeerMessage.Installed installed) {
      log.views.add(installed.view());
    } else if (message instanceof PeerMessage.Finished) {
      log.end = End.COMPLETE;
    } else if (message instanceof PeerMessage.Excluded) {
      log.end = End.EXCLUDED;
    }
  }
}
