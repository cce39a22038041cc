package dev.quiver.multicast.report;

import dev.quiver.multicast.MessageId;
import dev.quiver.multicast.log.PeerLog;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The positions that a picture shows: those around the first at which the logs differ, or the first
 * ones if they do not.
 *
 * @param from from 0
 * @param to exclusive
 */
record Window(int from, int to) {

  /**
   * So many positions, a quarter of them before the first difference.
   *
   * @param agreed at how many positions all logs agree from the beginning
   */
  static Window around(int agreed, int longest, int size) {
    int from = agreed >= longest ? 0 : Math.max(0, agreed - size / 4);
    return new Window(from, Math.min(longest, from + size));
  }

  int size() {
    return to - from;
  }

  /** What any of the logs has there. */
  Set<MessageId> messages(List<PeerLog> logs) {
    Set<MessageId> messages = new HashSet<>();
    for (PeerLog log : logs) {
      List<MessageId> delivered = log.delivered();
      int end = Math.min(to, delivered.size());
      if (from < end) {
        messages.addAll(delivered.subList(from, end));
      }
    }
    return messages;
  }

  static int longest(List<PeerLog> logs) {
    return logs.stream().mapToInt(log -> log.delivered().size()).max().orElse(0);
  }
}
