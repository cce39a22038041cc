package dev.quiver.multicast.check;

/** How many pairs of a sequence of ranks stand in the wrong order, by merge sort. */
final class Inversions {

  private Inversions() {}

  /** Sorts the ranks and counts. */
  static long count(int[] ranks) {
    return sort(ranks, new int[ranks.length], 0, ranks.length);
  }

  private static long sort(int[] ranks, int[] spare, int from, int to) {
    if (to - from < 2) {
      return 0;
    }
    int middle = (from + to) >>> 1;
    long count = sort(ranks, spare, from, middle) + sort(ranks, spare, middle, to);
    if (ranks[middle - 1] <= ranks[middle]) {
      return count;
    }
    int left = from;
    int right = middle;
    for (int i = from; i < to; i++) {
      if (right >= to || (left < middle && ranks[left] <= ranks[right])) {
        spare[i] = ranks[left++];
      } else {
        count += middle - left;
        spare[i] = ranks[right++];
      }
    }
    System.arraycopy(spare, from, ranks, from, to - from);
    return count;
  }
}
