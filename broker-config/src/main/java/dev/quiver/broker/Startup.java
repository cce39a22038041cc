package dev.quiver.broker;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.activemq.artemis.core.server.ActiveMQServer;

/**
 * Starts a server on a thread of its own. A primary that replicates asks for its lock within {@code
 * start}, which does not return as long as nobody answers, and holds the server's monitor
 * meanwhile: it could not even be stopped.
 */
final class Startup implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private final Thread thread;

  private Startup(ActiveMQServer server, String name) {
    thread =
        new Thread(
            () -> {
              try {
                server.start();
                done.complete(null);
              } catch (Exception | Error cause) {
                done.completeExceptionally(cause);
              }
            },
            name + "-start");
    thread.setDaemon(true);
  }

  static Startup of(ActiveMQServer server, String name) {
    Startup startup = new Startup(server, name);
    startup.thread.start();
    return startup;
  }

  /**
   * Waits until it has started, or for that long at most.
   *
   * @throws Exception what it failed with
   */
  void await(Duration patience) throws Exception {
    try {
      done.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof Exception cause ? cause : failed;
    } catch (TimeoutException stillAsking) {
      // Whoever started it says that it waits.
    }
  }

  /** Tells why it failed, if it does so after nobody waits any more. */
  void onFailure(Consumer<Throwable> told) {
    var unused =
        done.whenComplete(
            (nothing, cause) -> {
              if (cause != null) {
                told.accept(cause);
              }
            });
  }

  /** Asks no longer; returns when the server can be stopped. */
  @Override
  public void close() {
    boolean interrupted = false;
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (thread.isAlive() && System.nanoTime() < end) {
      thread.interrupt();
      try {
        thread.join(200);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
