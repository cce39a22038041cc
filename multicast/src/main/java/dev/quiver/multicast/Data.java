package dev.quiver.multicast;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One multicast.
 *
 * @param stop whether it is its sender's stop marker, the last it sends; goes through the same
 *     ordering as the rest
 * @param body what the process wants to say
 * @param time Lamport's clock of its sender; 0 in orderings without
 * @param after how many multicasts of each peer its sender had delivered (causal order); empty in
 *     orderings without
 */
public record Data(MessageId id, boolean stop, String body, long time, Map<Integer, Integer> after)
    implements Item, Frame {

  public Data {
    after = after.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(after));
  }

  /** Without the marks of any ordering. */
  public static Data plain(MessageId id, boolean stop, String body) {
    return new Data(id, stop, body, 0, Map.of());
  }

  public int sender() {
    return id.sender();
  }

  @Override
  public String toString() {
    return (stop ? "stop " : "") + id + (time == 0 ? "" : "@" + time);
  }
}
