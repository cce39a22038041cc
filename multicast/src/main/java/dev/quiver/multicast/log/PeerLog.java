package dev.quiver.multicast.log;

import dev.quiver.multicast.MessageIds;
import java.util.List;

/**
 * What one peer broadcast and delivered. Its entries are kept as numbers and made anew whenever
 * they are asked for.
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
    entries = LogEntries.of(entries);
  }

  /** Whether it neither crashed nor was taken for gone. */
  public boolean isCorrect() {
    return end == End.COMPLETE;
  }

  /** What it has, in its order. */
  public MessageIds delivered() {
    return compact().delivered();
  }

  public MessageIds broadcasts() {
    return compact().broadcasts();
  }

  /** The message of each entry. */
  public MessageIds messages() {
    return compact().messages();
  }

  /** Whether the peer broadcast the message of that entry, from 0. */
  public boolean isBroadcast(int entry) {
    return compact().isBroadcast(entry);
  }

  private LogEntries compact() {
    return (LogEntries) entries;
  }
}
