package dev.quiver.cli.role;

import dev.quiver.cli.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Ends a child process when its parent does: the parent holds the other end of its standard input,
 * and when that closes, it has died.
 */
final class EndWithParent {

  /** How long an orphan may take to give back what it has; nobody waits for it any more. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  private EndWithParent() {}

  /** Interrupts {@code main} at the parent's end, and ends the process a little later. */
  static void watch(InputStream fromParent, Thread main) {
    Thread watch =
        new Thread(
            () -> {
              try {
                while (fromParent.read() >= 0) {
                  // Nothing is said here; only the end means something.
                }
              } catch (IOException closed) {
                // The same as the end.
              }
              endSoon(main);
            },
            "quiver-parent-watch");
    watch.setDaemon(true);
    watch.start();
  }

  private static void endSoon(Thread main) {
    main.interrupt();
    try {
      Thread.sleep(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      // Then at once.
    }
    Runtime.getRuntime().halt(ExitCode.WORK_FAILED);
  }
}
