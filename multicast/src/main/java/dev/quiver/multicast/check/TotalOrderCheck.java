package dev.quiver.multicast.check;

import dev.quiver.multicast.MessageId;
import dev.quiver.multicast.Property;
import dev.quiver.multicast.check.Finding.Kind;
import dev.quiver.multicast.check.Finding.Witness;
import java.util.List;

/** Total order: each pair of logs must have its common messages in the same order. */
final class TotalOrderCheck {

  private final Tally tally = new Tally(Property.TOTAL);
  private long inversions;
  private long pairs;

  TotalOrderCheck(List<IndexedLog> logs) {
    for (int i = 0; i < logs.size(); i++) {
      for (int j = i + 1; j < logs.size(); j++) {
        compare(logs.get(i), logs.get(j));
      }
    }
  }

  private void compare(IndexedLog one, IndexedLog other) {
    int[] ranks = new int[one.delivered().size()];
    int common = 0;
    int highest = -1;
    MessageId ahead = null;
    Witness first = null;
    for (int i = 0; i < one.delivered().size(); i++) {
      MessageId id = one.delivered().get(i);
      int rank = other.position(id);
      if (rank == IndexedLog.NOWHERE || one.position(id) != i) {
        continue;
      }
      ranks[common++] = rank;
      if (rank < highest && first == null && ahead != null) {
        first = new Witness(Kind.SWAPPED, one.peer(), i + 1, ahead, id, other.peer());
      }
      if (rank > highest) {
        highest = rank;
        ahead = id;
      }
    }
    pairs += (long) common * (common - 1) / 2;
    long found = Inversions.count(java.util.Arrays.copyOf(ranks, common));
    inversions += found;
    if (first != null) {
      tally.add(first, found);
    }
  }

  Finding finding() {
    return tally.finding();
  }

  long inversions() {
    return inversions;
  }

  long pairs() {
    return pairs;
  }
}
