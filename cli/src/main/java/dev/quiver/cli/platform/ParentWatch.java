package dev.quiver.cli.platform;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Ends a child when its parent has ended, however that happened: the parent holds the other end of
 * the child's standard input, which the system closes even after {@code kill -9}.
 */
public final class ParentWatch {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private ParentWatch() {}

  /**
   * Watches from now on.
   *
   * @param stop asks the child to end; it is ended by force if it does not do so within 2 s
   */
  public static void start(InputStream lifeline, Runnable stop) {
    start(lifeline, stop, PATIENCE);
  }

  /**
   * Watches from now on.
   *
   * @param stop asks the child to end; it is ended by force if it does not
   * @param patience how long it may take to end
   */
  public static void start(InputStream lifeline, Runnable stop, Duration patience) {
    Thread watch =
        new Thread(
            () -> {
              awaitEnd(lifeline);
              stop.run();
              try {
                Thread.sleep(patience.toMillis());
              } catch (InterruptedException e) {
                // Then at once.
              }
              Runtime.getRuntime().halt(1);
            },
            "quiver-parent-watch");
    watch.setDaemon(true);
    watch.start();
  }

  private static void awaitEnd(InputStream lifeline) {
    try {
      while (lifeline.read() >= 0) {
        // Nothing is said here; only the end means something.
      }
    } catch (IOException closed) {
      // The same as the end.
    }
  }
}
