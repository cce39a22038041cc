package dev.quiver.multicast.check;

import dev.quiver.multicast.MessageIds;
import dev.quiver.multicast.log.PeerLog;
import java.util.List;

/**
 * The count of unordered rounds as the exercise's well-known server makes it, bug for bug, so that
 * old results can be compared. It looks only at the first {@code messages - 1} of the {@code peers
 * * messages} positions and never at the log that arrived last, so that two peers always give 0; a
 * message that is missing, or one early swap, is charged to all positions after it.
 */
public final class LegacyCount {

  private LegacyCount() {}

  /**
   * Counts.
   *
   * @param logs in the order in which they arrived
   * @param messages how many each peer sent
   */
  public static int of(List<PeerLog> logs, int messages) {
    List<MessageIds> all = logs.stream().map(PeerLog::delivered).toList();
    int unordered = 0;
    for (int j = 0; j < messages - 1; j++) {
      for (int i = 1; i < all.size() - 1; i++) {
        if (!at(all.get(0), j).equals(at(all.get(i), j))) {
          unordered++;
          break;
        }
      }
    }
    return unordered;
  }

  private static Object at(MessageIds log, int position) {
    // Beyond its end the original fails; a position that is not there is taken for a different one.
    return position < log.size() ? log.get(position) : new Object();
  }
}
