package dev.quiver.tasks.worker;

import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.WaitListener;
import java.time.Duration;

/** Says in the log that a worker waits for its broker, and not at every attempt. */
final class LoggingWaitListener implements WaitListener {

  private static final long QUIET_NANOS = Duration.ofSeconds(30).toNanos();

  private final String worker;
  private long saidNanos;
  private boolean said;

  LoggingWaitListener(String worker) {
    this.worker = worker;
  }

  @Override
  public void waiting(QuiverMessagingException why, int attempt, Duration pause) {
    long now = System.nanoTime();
    if (!said || now - saidNanos > QUIET_NANOS) {
      said = true;
      saidNanos = now;
      Slot.LOG.warn("{}: waiting for the broker: {}", worker, why.getMessage());
    }
  }

  @Override
  public void connected() {
    said = false;
  }
}
