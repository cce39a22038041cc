package dev.quiver.messaging.batch;

import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.BrokerUnreachableException;
import dev.quiver.messaging.connection.ConnectionLostException;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.TlsException;
import dev.quiver.messaging.connection.UnknownOutcomeException;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.connection.WaitListener;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread with a connection of its own that it makes anew whenever it breaks: for small helpers
 * that live as long as their process, such as beats and replies.
 */
public final class SessionKeeper implements AutoCloseable {

  /** What is done on a connection. */
  @FunctionalInterface
  public interface Work {

    /**
     * Runs until the keeper is closed, or returns to begin anew. What it throws is logged, and it
     * is called again with a new connection.
     */
    void on(BrokerConnection connection, SessionKeeper keeper) throws InterruptedException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(SessionKeeper.class);
  private static final long REST_MS = 500;

  private final String name;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  /** The thread waits for a broker or rests, and may be interrupted. */
  private volatile boolean resting = true;

  private SessionKeeper(String name, Connections connections, WaitListener listener, Work work) {
    this.name = name;
    this.thread = new Thread(() -> run(connections, listener, work), name);
  }

  /**
   * Starts the thread, as a daemon: it keeps no process alive.
   *
   * @param name of the thread and in the log
   */
  public static SessionKeeper start(
      String name, Connections connections, WaitListener listener, Work work) {
    SessionKeeper keeper = new SessionKeeper(name, connections, listener, work);
    keeper.thread.setDaemon(true);
    keeper.thread.start();
    return keeper;
  }

  public boolean isClosing() {
    return closing.getCount() == 0;
  }

  /** Waits until the keeper is closed, at most that long; true if it is. */
  public boolean awaitClosing(long millis) throws InterruptedException {
    return closing.await(millis, TimeUnit.MILLISECONDS);
  }

  private void run(Connections connections, WaitListener listener, Work work) {
    while (!isClosing()) {
      resting = true;
      try (BrokerConnection connection = connections.await(Use.FENCED, listener)) {
        resting = false;
        work.on(connection, this);
      } catch (InterruptedException e) {
        return;
      } catch (QuiverMessagingException e) {
        if (e instanceof TlsException) {
          listener.waiting(e, 1, Duration.ofMillis(REST_MS));
        }
        if (isClosing() || !goesOn(e)) {
          return;
        }
      } catch (RuntimeException e) {
        // A fault of ours; who is silent from then on would be the worse one.
        LOG.error("{}: begins anew after a fault", name, e);
        if (isClosing() || !rests()) {
          return;
        }
      }
    }
  }

  private boolean goesOn(QuiverMessagingException e) {
    if (e instanceof ConnectionLostException
        || e instanceof UnknownOutcomeException
        || e instanceof BrokerUnreachableException) {
      LOG.debug("{}: begins anew, since {}", name, e.getMessage());
    } else {
      LOG.warn("{}: begins anew, since {}", name, e.getMessage());
    }
    return rests();
  }

  /** False if it was closed meanwhile. */
  private boolean rests() {
    try {
      resting = true;
      return !awaitClosing(REST_MS);
    } catch (InterruptedException interrupted) {
      return false;
    }
  }

  /** Lets the work end; whoever wants to wake it does so after this, then closes. */
  public void beginClosing() {
    closing.countDown();
  }

  /** Lets the work end, and waits for it. */
  @Override
  public void close() {
    closing.countDown();
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      while (thread.isAlive()) {
        if (resting) {
          thread.interrupt();
        }
        thread.join(50);
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
