package dev.quiver.multicast.core;

import dev.quiver.messaging.protocol.Effect;
import dev.quiver.multicast.PeerMessage;
import dev.quiver.multicast.PeerMessage.Ready;
import dev.quiver.multicast.View;
import java.time.Duration;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * READY to everybody, oneself included, until everybody has said it too. Each READY is answered,
 * and repeated until then, so that neither a lost one nor a late peer is a problem.
 */
final class Handshake {

  static final String TIMER = "ready";

  private final Duration retry;
  private final SortedSet<Integer> ready = new TreeSet<>();
  private final SortedSet<Integer> answered = new TreeSet<>();

  Handshake(Duration retry) {
    this.retry = retry;
  }

  /** Says READY to whoever has not answered yet. */
  void say(View view, List<Effect<PeerMessage>> effects) {
    boolean missing = false;
    for (int member : view.members()) {
      if (!answered.contains(member)) {
        missing = true;
        effects.add(new Effect.Send<>(Destinations.peer(member), new Ready(false)));
      }
    }
    if (missing) {
      effects.add(new Effect.StartTimer<>(TIMER, retry));
    }
  }

  void heard(int from, Ready message, List<Effect<PeerMessage>> effects) {
    // An answer says as well that its sender is there.
    ready.add(from);
    if (message.answer()) {
      answered.add(from);
    } else {
      effects.add(new Effect.Send<>(Destinations.peer(from), new Ready(true)));
    }
  }

  boolean isComplete(View view) {
    return ready.containsAll(view.members());
  }
}
