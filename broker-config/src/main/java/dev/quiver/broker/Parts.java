package dev.quiver.broker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.server.ActivateCallback;

/** Tells a {@link PartListener} what Artemis tells its callbacks, each change once. */
final class Parts implements ActivateCallback, AutoCloseable {

  private enum Part {
    UNKNOWN,
    WAITS,
    SERVES,
    CLOSED
  }

  private final PartListener listener;
  private final CountDownLatch begun = new CountDownLatch(1);
  private Part part = Part.UNKNOWN;

  Parts(PartListener listener) {
    this.listener = listener;
  }

  @Override
  public synchronized void activationComplete() {
    if (part != Part.SERVES && part != Part.CLOSED) {
      part = Part.SERVES;
      begun.countDown();
      listener.serves();
    }
  }

  /** Waits, at most that long, until it serves for the first time; true if it does. */
  boolean servesWithin(Duration patience) {
    try {
      return begun.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** A backup gives the store back to its primary, and waits again. */
  @Override
  public void deActivate() {
    waits();
  }

  synchronized void waits() {
    if (part == Part.UNKNOWN || part == Part.SERVES) {
      part = Part.WAITS;
      listener.waits();
    }
  }

  @Override
  public synchronized void close() {
    part = Part.CLOSED;
  }
}
