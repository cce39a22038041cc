package dev.quiver.multicast.core;

import dev.quiver.messaging.protocol.Effect;
import dev.quiver.multicast.PeerMessage;
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

  /** Whether it was said for this round: the same peers, the same ordering. */
  boolean isOfThisRound(Ready message) {
    return message.order() == config.order() && message.members().equals(config.view().members());
  }

  /** Whether it answers this process, not an earlier one of the same number. */
  boolean isForThis(Ready answer) {
    return answer.id().equals(config.id());
  }

  void answered(int from) {
    answered.add(from);
  }

  /**
   * Somebody says READY.
   *
   * @return false if it is another process than the one that takes part under that number
   */
  boolean heard(int from, Ready message, List<Effect<PeerMessage>> effects) {
    String known = met.putIfAbsent(from, message.id());
    if (known != null && !known.equals(message.id())) {
      return false;
    }
    if (known == null) {
      effects.add(new Effect.Deliver<>(new Met(from, message.id())));
    }
    answer(from, message, effects);
    return true;
  }

  /** Says what this peer was started for; whoever was started for something else ends by it. */
  void answer(int from, Ready message, List<Effect<PeerMessage>> effects) {
    effects.add(new Effect.Send<>(Destinations.peer(from), ready(true, message.id())));
  }

  private Ready ready(boolean answer, String id) {
    return new Ready(answer, id, config.order(), config.view().members());
  }

  boolean isComplete(View view) {
    return answered.containsAll(awaited(view));
  }
}
