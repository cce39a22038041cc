package dev.quiver.dht.core;

/**
 * A rule of the corrected protocol; the numbers are those of the bugs that it mends, in the order
 * of the reference.
 */
enum Rule {
  /** A new successor is taken only when it has answered (bug 2). */
  ASKS_BEFORE_ADOPTING,
  /**
   * Who joins begins with the list of its predecessor, and not, as in the original pseudo-code,
   * with a successor alone (3).
   */
  COPIES_ON_JOIN,
  /** A successor list keeps its length, with paddings where nobody is known (3). */
  KEEPS_LIST_FULL,
  /** The new head hears of its predecessor also after the old one died (7). */
  NOTIFIES_AFTER_DEATH,
  /** One that is farther away is taken for the predecessor when the one known does not answer. */
  ASKS_PREDECESSOR,
  /** Nobody hears the state of a node that is between question and answer. */
  BUSY,
  /** A list that is out of order or has duplicates is refused. */
  MONITORS,
  /**
   * Who joins, or may have been thought dead, holds nothing until its successor says that it takes
   * it for its predecessor.
   */
  VERIFIES
}
