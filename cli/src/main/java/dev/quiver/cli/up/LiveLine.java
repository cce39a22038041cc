package dev.quiver.cli.up;

import java.io.PrintStream;

/**
 * One line at the bottom of a terminal that is drawn again and again, and lines above it. Without a
 * terminal it is written only when it has changed, and not often.
 */
final class LiveLine {

  private static final String CLEAR = "\r\u001b[2K";

  private final PrintStream err;
  private final boolean terminal;
  private final int width;
  private final long everyNanos;
  private String shown = "";
  private long shownNanos;

  /**
   * @param everyNanos without a terminal so long passes at least from one line to the next
   */
  LiveLine(PrintStream err, boolean terminal, int width, long everyNanos) {
    this.err = err;
    this.terminal = terminal;
    this.width = width;
    this.everyNanos = everyNanos;
  }

  /** Draws it. */
  synchronized void show(String line, long nowNanos) {
    if (terminal) {
      String fitting = line.length() < width ? line : line.substring(0, width - 1);
      err.print(CLEAR + fitting);
    } else {
      if (line.equals(shown) || (!shown.isEmpty() && nowNanos - shownNanos < everyNanos)) {
        return;
      }
      err.println(line);
    }
    err.flush();
    shown = line;
    shownNanos = nowNanos;
  }

  /** Writes a line that stays, above. */
  synchronized void say(String line) {
    if (terminal && !shown.isEmpty()) {
      err.print(CLEAR);
      err.println(line);
      err.print(shown);
    } else {
      err.println(line);
    }
    err.flush();
  }

  /** Leaves the last state where it is. */
  synchronized void end() {
    if (terminal && !shown.isEmpty()) {
      err.println();
      err.flush();
      shown = "";
    }
  }
}
