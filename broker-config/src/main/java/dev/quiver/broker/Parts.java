package dev.quiver.broker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.server.ActivateCallback;
import org.apache.activemq.artemis.core.server.ActiveMQServer;

/** Tells a {@link PartListener} what Artemis tells its callbacks, each change once. */
final class Parts implements ActivateCallback, AutoCloseable {

  private enum Part {
    UNKNOWN,
    WAITS,
    IN_SYNC,
    SERVES,
    CLOSED
  }

  private final PartListener listener;
  private final CountDownLatch begun = new CountDownLatch(1);
  private Part part = Part.UNKNOWN;
  private Runnable onShutdown = () -> {};

  Parts(PartListener listener) {
    this.listener = listener;
  }

  /** What to do when Artemis stops its server for good by itself. */
  synchronized void onShutdown(Runnable action) {
    onShutdown = action;
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

  /** It no longer serves; whether to wait again or to end is told when it has stopped. */
  @Override
  public synchronized void deActivate() {
    if (part == Part.SERVES) {
      part = Part.UNKNOWN;
    }
  }

  /** It gives back to its primary, and begins anew as the one that waits. */
  @Override
  public void stop(ActiveMQServer server) {
    waits();
  }

  @Override
  public void shutdown(ActiveMQServer server) {
    Runnable action;
    synchronized (this) {
      if (part == Part.CLOSED) {
        return;
      }
      action = onShutdown;
    }
    action.run();
  }

  synchronized void waits() {
    if (part == Part.UNKNOWN || part == Part.SERVES) {
      part = Part.WAITS;
      listener.waits();
    }
  }

  /** It waits, and has all that the one that serves has. */
  synchronized void inSync() {
    if (part == Part.WAITS) {
      part = Part.IN_SYNC;
      listener.synced();
    }
  }

  /** It waits, and may lack what the one that serves has. */
  synchronized void notInSync() {
    if (part == Part.IN_SYNC) {
      part = Part.WAITS;
      listener.waits();
    }
  }

  @Override
  public synchronized void close() {
    part = Part.CLOSED;
  }
}
