package dev.quiver.tasks.worker;

import java.util.concurrent.TimeUnit;

/** Says in the log that messages were refused, once a minute however many they are. */
final class Refusals {

  private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

  private boolean said;
  private long saidNanos;
  private long unsaid;

  synchronized void refused(String who, String queue, String reason) {
    long now = System.nanoTime();
    if (said && now - saidNanos < QUIET_NANOS) {
      unsaid++;
      return;
    }
    Slot.LOG.warn(
        "{}: refused a message from {} and put it into tasks.dead: {} ({} more since the last line)",
        who,
        queue,
        reason,
        unsaid);
    said = true;
    saidNanos = now;
    unsaid = 0;
  }
}
