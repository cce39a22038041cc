package dev.quiver.multicast.check;

import dev.quiver.multicast.MessageIds;
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
    MessageIds delivered = one.delivered();
    int[] ranks = new int[delivered.size()];
    int common = 0;
    int highest = -1;
    long ahead = 0;
    Witness first = null;
    for (int i = 0; i < delivered.size(); i++) {
      long key = delivered.key(i);
      int rank = other.position(key);
      if (rank == IndexedLog.NOWHERE || one.position(key) != i) {
        continue;
      }
      ranks[common++] = rank;
      if (rank < highest && first == null) {
        first =
            new Witness(
                Kind.SWAPPED,
                one.peer(),
                i + 1,
                MessageIds.id(ahead),
                MessageIds.id(key),
                other.peer());
      }
      if (rank > highest) {
        highest = rank;
        ahead = key;
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
