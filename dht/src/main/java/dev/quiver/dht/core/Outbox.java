package dev.quiver.dht.core;

import dev.quiver.dht.ChordMessage;
import dev.quiver.dht.Notice;
import dev.quiver.messaging.protocol.Effect;
import dev.quiver.messaging.protocol.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The time of the step under way, and what it wants done. */
final class Outbox {

  private final NodeId self;
  private List<Effect<ChordMessage>> effects = new ArrayList<>(4);
  private Instant now = Instant.EPOCH;

  Outbox(NodeId self) {
    this.self = self;
  }

  void begin(Instant time) {
    now = time;
    effects = new ArrayList<>(4);
  }

  List<Effect<ChordMessage>> end() {
    return effects;
  }

  Instant now() {
    return now;
  }

  /** Sends; to its own process if that asked. */
  void send(NodeId to, ChordMessage message) {
    effects.add(to.equals(self) ? new Effect.Deliver<>(message) : new Effect.Send<>(to, message));
  }

  void tell(Notice notice) {
    effects.add(new Effect.Deliver<>(notice));
  }

  void timer(String name, Duration after) {
    effects.add(new Effect.StartTimer<>(name, after));
  }

  void cancel(String name) {
    effects.add(new Effect.CancelTimer<>(name));
  }
}
