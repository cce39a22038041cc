package dev.quiver.multicast.core;

import dev.quiver.multicast.Frame.Flush;
import dev.quiver.multicast.PeerMessage.Framed;
import dev.quiver.multicast.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The way from one view to the next (virtual synchrony, Birman). Everybody stops sending and says
 * in a {@link Flush} how much it has of each peer that goes. When the flushes of all members of the
 * newest view are there, the streams of those who go are cut at the farthest that anybody had; up
 * to there they are sure to arrive, since a frame reaches all or none. Then all have the same
 * frames, so each decides alike which views in between came into being and what was left to
 * deliver.
 */
final class ViewChange {

  private final Streams streams;
  private final TreeMap<Integer, View> known = new TreeMap<>();
  private final TreeMap<Integer, TreeMap<Integer, Flush>> flushes = new TreeMap<>();
  private @Nullable View goal;

  ViewChange(Streams streams) {
    this.streams = streams;
  }

  /** The view that is to be installed; that one if there is none. */
  View newest(View installed) {
    View next = goal;
    return next == null ? installed : next;
  }

  /** Whether a view is to be installed. */
  boolean isUnderWay() {
    return goal != null;
  }

  /**
   * A newer view is to be installed.
   *
   * @return this peer's flush, to be published
   */
  Flush begin(View next) {
    known.put(next.number(), next);
    goal = next;
    Map<Integer, Long> received = new TreeMap<>();
    // Only who was a member can go: a joiner of a later view may have been heard already, and must
    // not be cut off.
    TreeSet<Integer> gone = new TreeSet<>();
    known.values().forEach(view -> gone.addAll(view.members()));
    gone.removeAll(next.members());
    for (int sender : gone) {
      received.put(sender, streams.arrived(sender));
      streams.limit(sender, streams.arrived(sender));
    }
    return new Flush(next.number(), received);
  }

  void heard(int from, Flush flush) {
    flushes.computeIfAbsent(flush.view(), unknown -> new TreeMap<>()).put(from, flush);
  }

  /** Frames of that peer have arrived: its flushes count from here on. */
  void arrived(int from, List<Framed> frames) {
    for (Framed framed : frames) {
      if (framed.frame() instanceof Flush flush) {
        heard(from, flush);
      }
    }
  }

  /** If all flushes are there, lets the streams of those who go run up to where they are cut. */
  void release() {
    View next = goal;
    if (next != null && isFlushed(next)) {
      targets(next).forEach((peer, cut) -> arrived(peer, streams.limit(peer, cut)));
    }
  }

  /** The views to install now, in their order; empty as long as something is missing. */
  List<View> complete(View installed) {
    View next = goal;
    if (next == null || !isFlushed(next)) {
      return List.of();
    }
    for (Map.Entry<Integer, Long> target : targets(next).entrySet()) {
      if (streams.arrived(target.getKey()) < target.getValue()) {
        return List.of();
      }
    }
    List<View> views = new ArrayList<>();
    for (View view : known.subMap(installed.number(), false, next.number(), true).values()) {
      if (isFlushed(view)) {
        views.add(view);
      }
    }
    return views;
  }

  /** That view counts now. */
  void installed(View view) {
    known.put(view.number(), view);
    View next = goal;
    if (next != null && next.number() <= view.number()) {
      goal = null;
    }
    flushes.headMap(view.number(), false).clear();
  }

  private boolean isFlushed(View view) {
    TreeMap<Integer, Flush> heard = flushes.get(view.number());
    return heard != null && heard.keySet().containsAll(view.members());
  }

  private Map<Integer, Long> targets(View view) {
    TreeMap<Integer, Long> targets = new TreeMap<>();
    for (int member : view.members()) {
      Flush flush = flushes.getOrDefault(view.number(), new TreeMap<>()).get(member);
      if (flush != null) {
        flush.received().forEach((peer, count) -> targets.merge(peer, count, Math::max));
      }
    }
    return targets;
  }
}
