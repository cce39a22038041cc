package dev.quiver.multicast.report;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Of whom there is nothing to be judged, by their numbers.
 *
 * @param missing whose log did not come
 * @param damaged whose log makes no sense
 * @param notStarted who did not start
 */
public record Absent(
    SortedSet<Integer> missing, SortedSet<Integer> damaged, SortedSet<Integer> notStarted) {

  public static final Absent NOBODY = new Absent(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());

  public Absent {
    missing = Collections.unmodifiableSortedSet(missing);
    damaged = Collections.unmodifiableSortedSet(damaged);
    notStarted = Collections.unmodifiableSortedSet(notStarted);
  }

  public boolean isNobody() {
    return missing.isEmpty() && damaged.isEmpty() && notStarted.isEmpty();
  }
}
