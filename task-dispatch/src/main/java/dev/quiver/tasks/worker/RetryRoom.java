package dev.quiver.tasks.worker;

import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * How many failed tasks of one worker wait in the broker for their next attempt. Delayed messages
 * live in the broker's memory; so beyond a number of them, or of bytes, a task waits in its slot
 * instead, and a flood of tasks that always fail slows down those who execute it. Thread-safe.
 */
final class RetryRoom {

  static final int MOST = 10_000;
  static final long MOST_BYTES = 64L << 20;

  private record Waiting(Instant due, long bytes) {}

  private final int most;
  private final long mostBytes;
  private final PriorityQueue<Waiting> waiting =
      new PriorityQueue<>(Comparator.comparing(Waiting::due));
  private long bytes;

  RetryRoom(int most, long mostBytes) {
    this.most = most;
    this.mostBytes = mostBytes;
  }

  /**
   * Takes room for one until its time has come; false if there is none.
   *
   * @param size about how much memory it takes there, in bytes
   */
  synchronized boolean enter(Instant now, Instant due, long size) {
    for (Waiting first = waiting.peek();
        first != null && !now.isBefore(first.due());
        first = waiting.peek()) {
      waiting.remove();
      bytes -= first.bytes();
    }
    if (waiting.size() >= most || bytes + size > mostBytes) {
      return false;
    }
    waiting.add(new Waiting(due, size));
    bytes += size;
    return true;
  }
}
