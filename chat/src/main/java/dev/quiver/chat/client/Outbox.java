package dev.quiver.chat.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What was said and is not with the broker yet, in order. Letters stay until they are settled, so
 * that they survive a broken connection.
 */
final class Outbox {

  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Condition settled = lock.newCondition();
  private final Deque<Letter> letters = new ArrayDeque<>();

  /**
   * @param capacity from how many letters on whoever says something waits
   */
  Outbox(int capacity) {
    this.capacity = capacity;
  }

  /** Adds one; waits while there are too many. False if there still were after that time. */
  boolean add(Letter letter, Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (letters.size() >= capacity) {
        if (left <= 0) {
          return false;
        }
        left = settled.awaitNanos(left);
      }
      letters.addLast(letter);
      filled.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** The oldest ones, which stay in it; waits for the first. */
  List<Letter> oldest(int most, Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (letters.isEmpty() && left > 0) {
        left = filled.awaitNanos(left);
      }
      List<Letter> batch = new ArrayList<>(Math.min(most, letters.size()));
      for (Letter letter : letters) {
        if (batch.size() == most) {
          break;
        }
        batch.add(letter);
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /** The oldest so many are with the broker, or never will be. */
  void settle(int count) {
    lock.lock();
    try {
      for (int i = 0; i < count; i++) {
        letters.removeFirst();
      }
      settled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until nothing is left; false if something was after that time. */
  boolean awaitEmpty(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (!letters.isEmpty()) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        settled.await(left, TimeUnit.NANOSECONDS);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return letters.size();
    } finally {
      lock.unlock();
    }
  }
}
