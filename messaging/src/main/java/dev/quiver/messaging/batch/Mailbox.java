package dev.quiver.messaging.batch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where many threads put things for the one that owns a session. Deliveries wait while it is full,
 * which keeps the broker from sending more; events of one's own never wait. Safe for many threads.
 */
public final class Mailbox<E> implements AutoCloseable {

  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Condition drained = lock.newCondition();
  private final Deque<E> entries = new ArrayDeque<>();
  private boolean closed;

  /**
   * @param capacity from how many entries on {@link #put} waits
   */
  public Mailbox(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a mailbox of capacity " + capacity + " holds nothing");
    }
    this.capacity = capacity;
  }

  /** Waits while it is full, then puts. False if it is closed, or the thread was interrupted. */
  public boolean put(E entry) {
    lock.lock();
    try {
      while (entries.size() >= capacity && !closed) {
        drained.await();
      }
      return add(entry);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Puts without waiting, also beyond the capacity. False if it is closed. */
  public boolean offer(E entry) {
    lock.lock();
    try {
      return add(entry);
    } finally {
      lock.unlock();
    }
  }

  /** The oldest entry, or null if there is none now. */
  public @Nullable E poll() {
    lock.lock();
    try {
      return remove();
    } finally {
      lock.unlock();
    }
  }

  /** The oldest entry; waits for one. Null if none came in that time, or it is closed and empty. */
  public @Nullable E poll(Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (entries.isEmpty() && !closed && left > 0) {
        left = filled.awaitNanos(left);
      }
      return remove();
    } finally {
      lock.unlock();
    }
  }

  public int size() {
    lock.lock();
    try {
      return entries.size();
    } finally {
      lock.unlock();
    }
  }

  /** Lets everybody go who waits, and takes nothing more; drops what is in it. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      entries.clear();
      filled.signalAll();
      drained.signalAll();
    } finally {
      lock.unlock();
    }
  }

  public boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private boolean add(E entry) {
    if (closed) {
      return false;
    }
    entries.addLast(entry);
    filled.signal();
    return true;
  }

  private @Nullable E remove() {
    E entry = entries.pollFirst();
    if (entry != null && entries.size() == capacity - 1) {
      drained.signalAll();
    }
    return entry;
  }
}
