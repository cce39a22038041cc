package dev.quiver.tasks.worker;

/**
 * How much a slot takes from one queue before it is needed. Carefully at first: one message ahead.
 * After a row of short tasks freely, because then a round trip would cost more than a task; and
 * carefully again when they get longer, since what lies with this slot cannot be executed by a free
 * one. A queue in which groups were seen stays careful.
 */
final class Pace {

  /** Short tasks in a row after which a queue is read freely. */
  static final int ROW = 20;

  /** A mean below this is short. */
  static final long SHORT_NANOS = 500_000;

  /** A mean above this is not short any more. */
  static final long LONG_NANOS = 1_000_000;

  /** One task alone, or one pause of the machine, does not change the pace. */
  private static final long MOST_NANOS = 10_000_000;

  private static final int WEIGHT = 16;

  private long mean;
  private int row;
  private boolean free;
  private boolean groups;

  /** A task of this queue has ended. */
  void ended(long nanos) {
    long sample = Math.min(nanos, MOST_NANOS);
    mean += (sample - mean) / WEIGHT;
    row = sample < LONG_NANOS ? row + 1 : 0;
    if (mean > LONG_NANOS) {
      free = false;
    } else if (row >= ROW && mean < SHORT_NANOS && !groups) {
      free = true;
    }
  }

  /** A member of a group came. */
  void groupSeen() {
    groups = true;
    free = false;
  }

  boolean isFree() {
    return free;
  }
}
