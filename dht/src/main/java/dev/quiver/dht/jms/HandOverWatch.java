package dev.quiver.dht.jms;

import java.time.Duration;

/**
 * Whether who leaves still gets rid of something: however much that is, it has the time it takes.
 */
final class HandOverWatch {

  private final long patience;
  private long moves;
  private long since;

  /**
   * @param patience how long nothing may move
   * @param nanos now, by any clock that never goes back
   */
  HandOverWatch(Duration patience, long nanos) {
    this.patience = patience.toNanos();
    this.since = nanos;
  }

  /**
   * Looks.
   *
   * @param moved how often something has moved so far
   * @return whether nothing has for too long
   */
  boolean isStuck(long moved, long nanos) {
    if (moved != moves) {
      moves = moved;
      since = nanos;
    }
    return nanos - since > patience;
  }
}
