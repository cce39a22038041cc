package dev.quiver.numbers.producer;

import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.numbers.link.Narrator;
import dev.quiver.numbers.link.NumbersLink;
import dev.quiver.numbers.link.Queues;
import java.time.Duration;
import java.util.Locale;

/**
 * Notices that a send does not return, finds out why, and says so; and says when it has returned.
 * The broker tells a blocked producer nothing: its send takes as long as the queue is full.
 */
final class BlockWatch {

  private final Narrator narrator;
  private final String queue;
  private final int count;
  private final long noticeNanos;

  private int inFlight;
  private long since;
  private boolean said;
  private boolean blocked;
  private int times;

  BlockWatch(Narrator narrator, String queue, int count, Duration notice) {
    this.narrator = narrator;
    this.queue = queue;
    this.count = count;
    this.noticeNanos = notice.toNanos();
  }

  /** A send begins: that of the number with this sequence, or of the end marker after the last. */
  synchronized void begin(int sequence) {
    inFlight = sequence;
    since = System.nanoTime();
    said = false;
    blocked = false;
  }

  /** The send has returned. */
  synchronized void end() {
    inFlight = 0;
    if (blocked) {
      blocked = false;
      double waited = (System.nanoTime() - since) / 1e9;
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

  /** Looks once; called again and again while the link stands. */
  void look(NumbersLink link) {
    int place = overdue();
    if (place == 0) {
      return;
    }
    long waiting;
    try {
      waiting = link.depth(queue);
    } catch (QuiverMessagingException e) {
      // The broker is away: the send will fail too, and that is said.
      return;
    }
    synchronized (this) {
      if (inFlight != place || said) {
        return;
      }
      said = true;
      if (waiting >= Queues.BOUND) {
        blocked = true;
        times++;
        narrator.say("producer.blocked", waiting, place, count);
      } else {
        narrator.say("producer.slow", place, count);
      }
    }
  }

  private synchronized int overdue() {
    return inFlight > 0 && !said && System.nanoTime() - since > noticeNanos ? inFlight : 0;
  }
}
