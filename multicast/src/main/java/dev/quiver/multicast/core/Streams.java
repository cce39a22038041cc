package dev.quiver.multicast.core;

import dev.quiver.multicast.PeerMessage.Framed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The streams of all peers: frames are held back until it is their turn, so that each stream is
 * taken in its order, without gaps and doubles, whatever the channels do. This is FIFO order.
 *
 * <p>A frame has <em>arrived</em> when all before it have; it is <em>taken</em> later if it belongs
 * to a view that is not installed yet.
 */
class Streams {

  private final TreeMap<Integer, Long> arrived = new TreeMap<>();
  private final TreeMap<Integer, Long> taken = new TreeMap<>();
  private final TreeMap<Integer, TreeMap<Long, Framed>> held = new TreeMap<>();
  private final TreeMap<Integer, Long> limits = new TreeMap<>();

  /**
   * A frame came.
   *
   * @return the frames that have arrived by it, in their order
   */
  List<Framed> add(int sender, Framed frame) {
    if (frame.position() > arrived(sender)) {
      held.computeIfAbsent(sender, unknown -> new TreeMap<>()).put(frame.position(), frame);
      return arrive(sender);
    }
    return List.of();
  }

  private List<Framed> arrive(int sender) {
    List<Framed> more = new ArrayList<>(1);
    long limit = limits.getOrDefault(sender, Long.MAX_VALUE);
    for (long next = arrived(sender) + 1; next <= limit; next++) {
      Framed frame = held.getOrDefault(sender, new TreeMap<>()).get(next);
      if (frame == null) {
        break;
      }
      arrived.put(sender, next);
      more.add(frame);
    }
    return more;
  }

  /** The stream's next frame to take, if it has arrived. */
  @Nullable Framed next(int sender) {
    TreeMap<Long, Framed> waiting = held.get(sender);
    long position = taken(sender) + 1;
    return waiting == null || position > arrived(sender) ? null : waiting.get(position);
  }

  void take(int sender) {
    long position = taken(sender) + 1;
    taken.put(sender, position);
    TreeMap<Long, Framed> waiting = held.get(sender);
    if (waiting != null) {
      waiting.remove(position);
    }
  }

  long arrived(int sender) {
    return arrived.getOrDefault(sender, 0L);
  }

  private long taken(int sender) {
    return taken.getOrDefault(sender, 0L);
  }

  /** Of whom anything has come. */
  List<Integer> senders() {
    return List.copyOf(held.keySet());
  }

  /** How far each stream was taken. */
  Map<Integer, Long> positions() {
    return taken;
  }

  /**
   * Nothing beyond that position arrives of that stream, until the limit is raised.
   *
   * @return the frames that have arrived by raising it
   */
  List<Framed> limit(int sender, long position) {
    limits.put(sender, position);
    return arrive(sender);
  }

  void restore(Map<Integer, Long> positions) {
    positions.forEach(
        (sender, position) -> {
          taken.put(sender, position);
          arrived.put(sender, position);
          TreeMap<Long, Framed> waiting = held.get(sender);
          if (waiting != null) {
            waiting.headMap(position, true).clear();
          }
        });
  }
}
