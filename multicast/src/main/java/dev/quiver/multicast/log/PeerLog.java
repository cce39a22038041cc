package dev.quiver.multicast.log;

import dev.quiver.multicast.MessageId;
import java.util.List;

/**
 * What one peer broadcast and delivered.
 *
 * @param group the group's name
 * @param peer its number
 * @param peerId the id that it gave itself
 * @param order the label of the ordering
 * @param end how it ended
 * @param entries what it did, in its order
 */
public record PeerLog(
    String group, int peer, String peerId, String order, End end, List<LogEntry> entries) {

  /** How a peer's log ends. */
  public enum End {
    /** It has delivered everything. */
    COMPLETE,
    /** The others took it for gone. */
    EXCLUDED,
    /** It just stops: the peer crashed, or was stopped. */
    CRASHED
  }

  public PeerLog {
    entries = List.copyOf(entries);
  }

  /** Whether it neither crashed nor was taken for gone. */
  public boolean isCorrect() {
    return end == End.COMPLETE;
  }

  /** What it has, in its order. */
  public List<MessageId> delivered() {
    return entries.stream().filter(LogEntry::isDelivery).map(LogEntry::id).toList();
  }

  public List<MessageId> broadcasts() {
    return entries.stream()
        .filter(entry -> entry.kind() == LogEntry.Kind.BROADCAST)
        .map(LogEntry::id)
        .toList();
  }
}
