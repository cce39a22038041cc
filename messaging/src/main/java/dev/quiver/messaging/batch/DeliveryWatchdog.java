package dev.quiver.messaging.batch;

import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Notices a consumer that has gone deaf: it is connected and ready, messages wait in its queue, and
 * nothing has been delivered for a while. Process and socket look healthy then for days; the cure
 * is a new consumer.
 *
 * <p>Messages that others hold, or that are delayed, wait as well without any fault; so a cure that
 * helped nothing doubles the patience before the next, up to {@link #MAX_DOUBLINGS} times.
 */
public final class DeliveryWatchdog {

  private static final int MAX_DOUBLINGS = 6;

  private final Duration patience;
  private Instant quietSince;
  private int cures;

  /**
   * @param patience how long a ready consumer may get nothing while messages wait
   */
  public DeliveryWatchdog(Duration patience, Instant now) {
    this.patience = patience;
    this.quietSince = now;
  }

  /** Something was delivered. */
  public void delivered(Instant now) {
    quietSince = now;
    cures = 0;
  }

  /** The consumer is not ready for anything: all slots busy, or not connected. */
  public void busy(Instant now) {
    quietSince = now;
  }

  /**
   * Whether the consumer must be made anew; the caller says so and does it.
   *
   * @param waiting how many messages wait; asked only when it has been quiet for long enough
   */
  public boolean isDeaf(Instant now, LongSupplier waiting) {
    Duration limit = patience.multipliedBy(1L << Math.min(cures, MAX_DOUBLINGS));
    if (Duration.between(quietSince, now).compareTo(limit) < 0) {
      return false;
    }
    quietSince = now;
    if (waiting.getAsLong() == 0) {
      cures = 0;
      return false;
    }
    cures++;
    return true;
  }
}
