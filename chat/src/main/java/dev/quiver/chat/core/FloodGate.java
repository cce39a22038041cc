package dev.quiver.chat.core;

import dev.quiver.chat.ChatLimits;
import java.time.Duration;
import java.time.Instant;

/** Lets so many messages pass at once, and so many more each second. */
public final class FloodGate {

  private final ChatLimits limits;
  private double left;
  private Instant since;

  public FloodGate(ChatLimits limits, Instant now) {
    this.limits = limits;
    this.left = limits.burst();
    this.since = now;
  }

  /** Whether one more may pass; if so it is counted. */
  public boolean pass(Instant now) {
    fill(now);
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }

  /** How long until one may pass; nothing if one may now. */
  public Duration untilNext(Instant now) {
    fill(now);
    return left >= 1
        ? Duration.ZERO
        : Duration.ofNanos((long) Math.ceil((1 - left) / limits.perSecond() * 1e9));
  }

  private void fill(Instant now) {
    double seconds = Math.max(0, Duration.between(since, now).toNanos() / 1e9);
    left = Math.min(limits.burst(), left + seconds * limits.perSecond());
    since = now;
  }
}
