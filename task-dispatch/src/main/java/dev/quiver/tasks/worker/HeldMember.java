package dev.quiver.tasks.worker;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The member of a group that failed and is repeated in its slot after a while, so that none behind
 * it comes before it. Belongs to the slot's thread.
 */
final class HeldMember {

  private final InstantSource clock;
  private @Nullable Attempt last;
  private int nextAttempt;
  private Instant until = Instant.EPOCH;

  HeldMember(InstantSource clock) {
    this.clock = clock;
  }

  void hold(Attempt attempt, Settlement.Hold hold) {
    last = attempt;
    nextAttempt = hold.envelope().attempt();
    until = attempt.end().plus(hold.delay());
  }

  /** The attempt that failed last; null if none is held. */
  @Nullable Attempt last() {
    return last;
  }

  /** Which attempt is next. */
  int nextAttempt() {
    return nextAttempt;
  }

  boolean isNone() {
    return last == null;
  }

  /** Whether it is time for the next attempt. */
  boolean isDue() {
    return !clock.instant().isBefore(until);
  }

  boolean isOf(Source source) {
    return last != null && last.arrival().source() == source;
  }

  boolean isAcknowledged() {
    return last != null && last.arrival().isAcknowledged();
  }

  /** It is held no longer. */
  void letGo() {
    last = null;
  }

  /** How long the slot may wait before it looks again, in nanoseconds. */
  long patience() {
    return last == null ? Mailbox.LONG : clock.instant().until(until, ChronoUnit.NANOS);
  }
}
