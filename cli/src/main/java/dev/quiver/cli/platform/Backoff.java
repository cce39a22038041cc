package dev.quiver.cli.platform;

import java.util.concurrent.TimeUnit;

/**
 * How long to wait before something is started again that has ended: not at all the first time, and
 * the longer the sooner it ends again, up to 12.8 s. Who lived for 30 s is forgiven.
 */
public final class Backoff {

  private static final long LONG_LIFE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long FIRST_PAUSE_MS = 200;
  private static final int MOST_DOUBLINGS = 6;

  private int restarts = -1;
  private long begunNanos;

  /**
   * The pause, in milliseconds.
   *
   * @param nowNanos when it ended, as of {@link System#nanoTime()}
   */
  public long pauseAfterEnd(long nowNanos) {
    boolean livedLong = restarts < 0 || nowNanos - begunNanos >= LONG_LIFE_NANOS;
    restarts = livedLong ? 0 : restarts + 1;
    long pause = restarts == 0 ? 0 : FIRST_PAUSE_MS << Math.min(restarts, MOST_DOUBLINGS);
    begunNanos = nowNanos + TimeUnit.MILLISECONDS.toNanos(pause);
    return pause;
  }
}
