package dev.quiver.tasks.worker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The thread that executes a slot's tasks, one after the other. Many short ones are handed over and
 * reported back together, since waking a thread costs more than they do.
 */
final class Hands {

  /** After that many unreported ends the slot is woken. */
  private static final int REPORT = 32;

  /** After an attempt that took longer the slot is woken at once. */
  private static final long SLOW_NANOS = 200_000;

  private final Mailbox mailbox;
  private final WorkerCounters counters;
  private final Thread thread;
  private final ArrayDeque<Attempt> ready = new ArrayDeque<>();
  private boolean idle;
  private boolean stopped;

  /** Whether an attempt runs here that counts as running. */
  private boolean counted;

  private Hands(String name, Mailbox mailbox, WorkerCounters counters) {
    this.mailbox = mailbox;
    this.counters = counters;
    this.thread = new Thread(this::work, name);
    // A handler that never ends must not keep the process.
    this.thread.setDaemon(true);
  }

  static Hands start(String name, Mailbox mailbox, WorkerCounters counters) {
    Hands hands = new Hands(name, mailbox, counters);
    hands.thread.start();
    return hands;
  }

  synchronized void offer(Attempt attempt) {
    ready.add(attempt);
    if (idle) {
      notifyAll();
    }
  }

  /** Takes back what was not begun, in order. */
  synchronized List<Attempt> reclaim() {
    List<Attempt> unbegun = new ArrayList<>(ready);
    ready.clear();
    if (!unbegun.isEmpty()) {
      // The next in line would have reported those that ended before it.
      mailbox.wake();
    }
    return unbegun;
  }

  /** Ends the thread once its current attempt has ended. */
  synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  /** Likewise; but what runs does not count any more: nobody expects its end. */
  synchronized void abandon() {
    stop();
    ended();
  }

  private synchronized void begun() {
    counted = true;
    counters.running.incrementAndGet();
  }

  private synchronized void ended() {
    if (counted) {
      counted = false;
      counters.running.decrementAndGet();
    }
  }

  boolean join(long millis) throws InterruptedException {
    thread.join(Math.max(1, millis));
    return !thread.isAlive();
  }

  private void work() {
    int unreported = 0;
    for (Attempt attempt = next(); attempt != null; attempt = next()) {
      begun();
      try {
        attempt.run();
      } finally {
        ended();
      }
      unreported++;
      boolean urgent = unreported >= REPORT || attempt.tookNanos() > SLOW_NANOS || nothingReady();
      mailbox.ended(attempt, urgent);
      if (!urgent && nothingReady()) {
        // Those that were to follow have been taken back meanwhile.
        mailbox.wake();
        urgent = true;
      }
      if (urgent) {
        unreported = 0;
      }
    }
  }

  private synchronized boolean nothingReady() {
    return ready.isEmpty();
  }

  private synchronized @Nullable Attempt next() {
    idle = true;
    while (ready.isEmpty() && !stopped) {
      try {
        wait();
      } catch (InterruptedException e) {
        // Nobody else interrupts this thread.
        Slot.LOG.debug("an interrupt came after its attempt had ended");
      }
    }
    idle = false;
    return stopped ? null : ready.poll();
  }
}
