package dev.quiver.multicast.check;

import dev.quiver.multicast.MessageId;
import dev.quiver.multicast.log.LogEntry;
import dev.quiver.multicast.log.PeerLog;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A log with the place of each delivered message at hand. */
final class IndexedLog {

  static final int NOWHERE = Integer.MAX_VALUE;

  private final PeerLog log;
  private final List<MessageId> delivered;
  private final List<MessageId> broadcasts;
  private final int lastBroadcast;
  private final Map<MessageId, Integer> positions = new HashMap<>();

  IndexedLog(PeerLog log) {
    this.log = log;
    this.delivered = log.delivered();
    this.broadcasts = log.broadcasts();
    this.lastBroadcast = broadcasts.stream().mapToInt(MessageId::sequence).max().orElse(0);
    for (int i = 0; i < delivered.size(); i++) {
      positions.putIfAbsent(delivered.get(i), i);
    }
  }

  int peer() {
    return log.peer();
  }

  boolean isCorrect() {
    return log.isCorrect();
  }

  List<LogEntry> entries() {
    return log.entries();
  }

  List<MessageId> delivered() {
    return delivered;
  }

  List<MessageId> broadcasts() {
    return broadcasts;
  }

  /**
   * Whether it would say so if its peer had broadcast that message. A log without an end was cut,
   * by a crash or since: what followed its last broadcast nobody knows. Whoever was excluded before
   * it did anything may be the second process of its number.
   */
  boolean tellsOf(MessageId id) {
    return switch (log.end()) {
      case COMPLETE -> true;
      case EXCLUDED -> !log.entries().isEmpty();
      case CRASHED -> id.sequence() <= lastBroadcast;
    };
  }

  boolean has(MessageId id) {
    return positions.containsKey(id);
  }

  /** From 0, of its first delivery; {@link #NOWHERE} if it was not delivered. */
  int position(MessageId id) {
    return positions.getOrDefault(id, NOWHERE);
  }
}
