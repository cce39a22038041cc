package dev.quiver.multicast.core;

import dev.quiver.messaging.protocol.Effect;
import dev.quiver.multicast.PeerMessage;
import dev.quiver.multicast.PeerMessage.Excluded;
import dev.quiver.multicast.PeerMessage.Leave;
import dev.quiver.multicast.PeerMessage.Met;
import dev.quiver.multicast.PeerMessage.Ready;
import dev.quiver.multicast.View;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * READY to everybody, oneself included, until everybody has answered it. It is repeated until then,
 * so that neither a lost one nor a late peer is a problem.
 *
 * <p>Of each number the process that is heard first is the one that takes part: only that is
 * answered. So of two processes of one number one at the most is answered by all, and begins.
 */
final class Handshake {

  static final String TIMER = "ready";

  /** What a READY means to whoever hears it, beside what is said to the other. */
  enum Heard {
    NOTHING,
    /** One more has answered. */
    ANSWER,
    /** The other was started for another round: neither could end. */
    DIFFERS
  }

  private final PeerConfig config;
  private final TreeMap<Integer, String> met = new TreeMap<>();
  private final SortedSet<Integer> answered = new TreeSet<>();

  Handshake(PeerConfig config) {
    this.config = config;
  }

  /** Says READY to whoever has not answered yet. */
  void say(View view, List<Effect<PeerMessage>> effects) {
    boolean missing = false;
    for (int member : awaited(view)) {
      if (!answered.contains(member)) {
        missing = true;
        effects.add(new Effect.Send<>(Destinations.peer(member), ready(false, config.id())));
      }
    }
    if (missing) {
      effects.add(new Effect.StartTimer<>(TIMER, config.retry()));
    }
  }

  /** Those who are there from the beginning; a joiner knows what it must by its state. */
  private SortedSet<Integer> awaited(View view) {
    SortedSet<Integer> awaited = new TreeSet<>(config.view().members());
    awaited.retainAll(view.members());
    return awaited;
  }

  /** Somebody says READY, or answers it. */
  Heard on(int from, Ready ready, View view, List<Effect<PeerMessage>> effects) {
    // An answer may be to an earlier process of this number.
    if (config.joins() || (ready.answer() && !ready.id().equals(config.id()))) {
      return Heard.NOTHING;
    }
    if (ready.order() != config.order() || !ready.members().equals(config.view().members())) {
      if (!ready.answer()) {
        answer(from, ready, effects);
      }
      return Heard.DIFFERS;
    }
    if (ready.answer()) {
      answered.add(from);
      return Heard.ANSWER;
    }
    boolean isMember = view.has(from);
    if (!isMember || isAnother(from, ready.id())) {
      effects.add(new Effect.Send<>(Destinations.peer(from), new Excluded(view)));
      if (isMember) {
        // Started anew under its number; the process that takes part is gone.
        effects.add(new Effect.Send<>(Destinations.COORDINATOR, new Leave(from)));
      }
      return Heard.NOTHING;
    }
    if (met.putIfAbsent(from, ready.id()) == null) {
      effects.add(new Effect.Deliver<>(new Met(from, ready.id())));
    }
    answer(from, ready, effects);
    return Heard.NOTHING;
  }

  /** Whether it is another process than the one that takes part under that number. */
  private boolean isAnother(int from, String id) {
    String known = met.get(from);
    return known != null && !known.equals(id);
  }

  /** Says what this peer was started for; whoever was started for something else ends by it. */
  private void answer(int from, Ready message, List<Effect<PeerMessage>> effects) {
    effects.add(new Effect.Send<>(Destinations.peer(from), ready(true, message.id())));
  }

  private Ready ready(boolean answer, String id) {
    return new Ready(answer, id, config.order(), config.view().members());
  }

  boolean isComplete(View view) {
    return answered.containsAll(awaited(view));
  }
}
