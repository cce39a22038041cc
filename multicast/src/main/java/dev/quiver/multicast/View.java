package dev.quiver.multicast;

import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who belongs to the group. Views are numbered by the group's one coordinator, so all peers see the
 * same ones in the same order.
 *
 * @param number from 0, the view that the group begins with
 * @param members the numbers of the peers
 */
public record View(int number, SortedSet<Integer> members) implements Item {

  public View {
    members = Collections.unmodifiableSortedSet(new TreeSet<>(members));
    if (number < 0) {
      throw new IllegalArgumentException("the view " + number + ": views count from 0");
    }
  }

  /** The view that a group of so many peers begins with. */
  public static View first(int peers) {
    SortedSet<Integer> members = new TreeSet<>();
    for (int peer = 1; peer <= peers; peer++) {
      members.add(peer);
    }
    return new View(0, members);
  }

  /** The view that a group of these peers begins with. */
  public static View first(Set<Integer> peers) {
    return new View(0, new TreeSet<>(peers));
  }

  public boolean has(int peer) {
    return members.contains(peer);
  }

  /** The next view, without that peer. */
  public View without(int peer) {
    SortedSet<Integer> fewer = new TreeSet<>(members);
    fewer.remove(peer);
    return new View(number + 1, fewer);
  }

  /** The next view, with that peer. */
  public View with(int peer) {
    SortedSet<Integer> more = new TreeSet<>(members);
    more.add(peer);
    return new View(number + 1, more);
  }
}
