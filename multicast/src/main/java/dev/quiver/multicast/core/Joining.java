package dev.quiver.multicast.core;

import dev.quiver.multicast.MessageId;
import dev.quiver.multicast.PeerMessage;
import dev.quiver.multicast.PeerMessage.State;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A joiner's wait for its state. All members send it, so that none of them must live; the first
 * that is whole counts. What comes meanwhile is held and taken afterwards.
 */
final class Joining {

  record Held(int from, PeerMessage message) {}

  record Restored(State state, List<MessageId> log, List<Held> held) {}

  private final List<Held> held = new ArrayList<>();
  private final TreeMap<Integer, TreeMap<Integer, State>> parts = new TreeMap<>();
  private @Nullable Restored restored;
  private int flushed;

  boolean isWaiting() {
    return restored == null;
  }

  void hold(int from, PeerMessage message) {
    held.add(new Held(from, message));
  }

  /** Whether this peer has yet to flush for that view; from now on it has. */
  boolean flushes(int view) {
    if (view <= flushed) {
      return false;
    }
    flushed = view;
    return true;
  }

  /**
   * A part has come.
   *
   * @return whether the state is whole now
   */
  boolean add(int from, State state) {
    TreeMap<Integer, State> its = parts.computeIfAbsent(from, unknown -> new TreeMap<>());
    State other = its.isEmpty() ? null : its.firstEntry().getValue();
    if (other != null && !other.view().equals(state.view())) {
      its.clear();
    }
    its.put(state.part(), state);
    if (its.size() < state.parts()) {
      return false;
    }
    List<MessageId> log = new ArrayList<>();
    its.values().forEach(part -> log.addAll(part.log()));
    restored = new Restored(state, log, List.copyOf(held));
    held.clear();
    parts.clear();
    return true;
  }

  Restored restored() {
    Restored whole = restored;
    if (whole == null) {
      throw new IllegalStateException("the state has not come yet");
    }
    return whole;
  }
}
