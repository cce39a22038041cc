package dev.quiver.broker.guard;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many delayed messages there are: counted over the queues now and then, and in between every
 * new one is added. So it may say too many for a moment, never too few.
 */
final class Delayed {

  private final long limit;
  private final AtomicLong about = new AtomicLong();

  Delayed(long limit) {
    this.limit = limit;
  }

  /** Counts one more; false if that is beyond the limit. */
  boolean admit() {
    if (about.get() >= limit) {
      return false;
    }
    about.incrementAndGet();
    return true;
  }

  void counted(long scheduled) {
    about.set(scheduled);
  }

  long count() {
    return about.get();
  }
}
