package dev.quiver.multicast.log;

import dev.quiver.multicast.MessageIds;
import dev.quiver.multicast.View;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

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
 * @param views which it belonged to, in their order; empty if the log does not tell
 */
public record PeerLog(
    String group,
    int peer,
    String peerId,
    String order,
    End end,
    List<LogEntry> entries,
    List<View> views) {

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
    views = List.copyOf(views);
  }

  /** Of one that does not tell its views. */
  public PeerLog(
      String group, int peer, String peerId, String order, End end, List<LogEntry> entries) {
    this(group, peer, peerId, order, end, entries, List.of());
  }

  /** The peers that the group began with; empty if the log does not tell. */
  public SortedSet<Integer> founders() {
    return isFounders() ? views.get(0).members() : new TreeSet<>();
  }

  /**
   * Whether nobody of that number has ever been a member while this peer was one. A joiner cannot
   * tell: it does not know who was there before.
   */
  public boolean isStranger(int other) {
    return isFounders() && views.stream().noneMatch(view -> view.has(other));
  }

  private boolean isFounders() {
    return !views.isEmpty() && views.get(0).number() == 0;
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
