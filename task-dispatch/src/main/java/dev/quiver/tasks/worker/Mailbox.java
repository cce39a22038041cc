package dev.quiver.tasks.worker;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What a slot's thread is told by others: messages that came, attempts that ended, or to look. */
final class Mailbox {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Arrival> arrivals = new ArrayDeque<>();
  private final ArrayDeque<Attempt> ended = new ArrayDeque<>();
  private boolean ring;

  void arrived(Arrival arrival) {
    lock.lock();
    try {
      arrivals.add(arrival);
      ring();
    } finally {
      lock.unlock();
    }
  }

  /**
   * An attempt ended.
   *
   * @param urgent whether the slot is to look now, or may wait until there is more
   */
  void ended(Attempt attempt, boolean urgent) {
    lock.lock();
    try {
      ended.add(attempt);
      if (urgent) {
        ring();
      }
    } finally {
      lock.unlock();
    }
  }

  void wake() {
    lock.lock();
    try {
      ring();
    } finally {
      lock.unlock();
    }
  }

  private void ring() {
    ring = true;
    changed.signal();
  }

  /** Waits until somebody rings, at most so long, and takes all there is. */
  void take(long nanos, List<Arrival> came, List<Attempt> done) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (!ring && left > 0) {
        left = changed.awaitNanos(left);
      }
      ring = false;
      came.addAll(arrivals);
      arrivals.clear();
      done.addAll(ended);
      ended.clear();
    } finally {
      lock.unlock();
    }
  }

  /** No time limit worth naming. */
  static final long LONG = TimeUnit.MINUTES.toNanos(1);
}
