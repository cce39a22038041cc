package dev.quiver.dht;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a node sees itself.
 *
 * @param member whether it belongs to the ring
 * @param fingers where it jumps to, without repetitions; empty unless asked for
 * @param keys what it has
 */
public record NodeStatus(
    NodeRef self,
    boolean member,
    @Nullable NodeRef predecessor,
    List<NodeRef> successors,
    List<NodeRef> fingers,
    Keys keys,
    Counts counts) {

  public NodeStatus {
    successors = List.copyOf(successors);
    fingers = List.copyOf(fingers);
  }

  /**
   * What it has.
   *
   * @param held how many keys it holds
   * @param copies of how many others it has copies
   * @param bytes what all of them take of its process' memory, by estimate
   */
  public record Keys(int held, int copies, long bytes) {}

  /**
   * What it did since it was started.
   *
   * @param lookups begun here and ended
   * @param hops of all of them
   * @param timeouts of all of them
   * @param failures how many of them found nobody
   * @param rounds of stabilisation in their turn; not those that were brought forward
   * @param movedIn keys taken over
   * @param movedOut keys given away
   * @param violations what the monitors refused to believe
   * @param full writes that were refused since there was no room
   */
  public record Counts(
      long lookups,
      long hops,
      long timeouts,
      long failures,
      long rounds,
      long movedIn,
      long movedOut,
      long violations,
      long full) {}
}
