package dev.quiver.numbers.producer;

import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.numbers.link.Narrator;
import dev.quiver.numbers.link.Queues;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Notices that a send does not return, finds out why, and says so; and says when it has returned.
 * The broker tells a blocked producer nothing: its send takes as long as the queue is full.
 */
final class BlockWatch {

  /** So many times the notice until a send that no full queue explains is called slow. */
  private static final int SLOW = 10;

  private final Narrator narrator;
  private final int count;
  private final long noticeNanos;
  private final LongSupplier nanoTime;

  private int inFlight;
  private long since;
  private boolean said;
  private boolean blocked;
  private int times;

  /**
   * Watches nothing yet.
   *
   * @param count how many numbers are to be sent
   * @param notice how long a send may take before it is asked why
   * @param nanoTime as {@link System#nanoTime}
   */
  BlockWatch(Narrator narrator, int count, Duration notice, LongSupplier nanoTime) {
    this.narrator = narrator;
    this.count = count;
    this.noticeNanos = notice.toNanos();
    this.nanoTime = nanoTime;
  }

  /** A send begins: that of the number with this sequence, or of the end marker after the last. */
  synchronized void begin(int sequence) {
    inFlight = sequence;
    since = nanoTime.getAsLong();
    said = false;
    blocked = false;
  }

  /** The send has returned. */
  synchronized void end() {
    inFlight = 0;
    if (blocked) {
      blocked = false;
      double waited = (nanoTime.getAsLong() - since) / 1e9;
      narrator.say("producer.resumed", String.format(Locale.ROOT, "%.1f", waited));
    }
  }

  /** The send has failed; what comes next is said by others. */
  synchronized void fail() {
    inFlight = 0;
    blocked = false;
  }

  /** How many sends were blocked. */
  synchronized int times() {
    return times;
  }

  /** Whether a send waits for room in the queue. */
  synchronized boolean isBlocked() {
    return blocked;
  }

  /**
   * Looks once; called again and again while the link stands.
   *
   * @param depth how many messages the queue holds; asked only if a send takes long
   */
  void look(LongSupplier depth) {
    int place = overdue();
    if (place == 0) {
      return;
    }
    long waiting;
    try {
      waiting = depth.getAsLong();
    } catch (QuiverMessagingException e) {
      // The broker is away: the send will fail too, and that is said.
      return;
    }
    synchronized (this) {
      if (inFlight != place || said) {
        return;
      }
      if (waiting >= Queues.BOUND) {
        said = true;
        blocked = true;
        times++;
        narrator.say("producer.blocked", waiting, place, count);
      } else if (taken() > SLOW * noticeNanos) {
        // Sooner it may just have got its room, so that the queue is not full any more.
        said = true;
        narrator.say("producer.slow", place, count);
      }
    }
  }

  private synchronized int overdue() {
    return inFlight > 0 && !said && taken() > noticeNanos ? inFlight : 0;
  }

  private long taken() {
    return nanoTime.getAsLong() - since;
  }
}
