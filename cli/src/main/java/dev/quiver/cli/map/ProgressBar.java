package dev.quiver.cli.map;

import java.io.PrintStream;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The line at the bottom of the terminal that tells how far a run is. It goes out of the way of
 * results that are written to the same terminal and comes back after them; without a terminal it
 * does nothing.
 */
public final class ProgressBar implements AutoCloseable {

  private static final String CLEAR = "\r\u001B[K";
  private static final long PERIOD_MS = 100;

  private final PrintStream err;
  private final boolean shown;
  private final int width;
  private final ProgressLine line;
  private final LongSupplier done;
  private final LongSupplier failed;
  private final Supplier<OptionalLong> total;
  private final LongSupplier nanos;
  private final ProgressMeter meter;
  private final Thread thread = new Thread(this::work, "quiver-progress");
  private boolean visible;
  private boolean closed;

  /**
   * @param shown whether there is a terminal to draw it on
   * @param nanos what the time is, as of {@link System#nanoTime()}
   */
  ProgressBar(
      PrintStream err,
      boolean shown,
      int width,
      ProgressLine line,
      Tally tally,
      Supplier<OptionalLong> total,
      LongSupplier nanos) {
    this(err, shown, width, line, tally::done, tally::failed, total, nanos);
  }

  /**
   * A bar of another run.
   *
   * @param shown whether there is a terminal to draw it on
   * @param done how many inputs are done, those that failed included
   * @param failed how many failed
   * @param total how many there are, if that is known
   * @param nanos what the time is, as of {@link System#nanoTime()}
   */
  public ProgressBar(
      PrintStream err,
      boolean shown,
      int width,
      ProgressLine line,
      LongSupplier done,
      LongSupplier failed,
      Supplier<OptionalLong> total,
      LongSupplier nanos) {
    this.err = err;
    this.shown = shown;
    this.width = width;
    this.line = line;
    this.done = done;
    this.failed = failed;
    this.total = total;
    this.nanos = nanos;
    this.meter = new ProgressMeter(nanos.getAsLong());
    thread.setDaemon(true);
  }

  /** Draws it from now on, again and again, if it is shown. */
  public void start() {
    if (shown) {
      thread.start();
    }
  }

  /** Draws it with what is known now. */
  synchronized void draw() {
    if (!shown || closed) {
      return;
    }
    long finished = done.getAsLong();
    meter.update(nanos.getAsLong(), finished);
    OptionalLong known = total.get();
    err.print(
        CLEAR
            + line.draw(
                width, finished, failed.getAsLong(), known, meter.rate(), meter.remaining(known)));
    err.flush();
    visible = true;
  }

  /** Takes it away until it is drawn again. */
  synchronized void hide() {
    if (visible) {
      err.print(CLEAR);
      err.flush();
      visible = false;
    }
  }

  @Override
  public synchronized void close() {
    hide();
    closed = true;
    thread.interrupt();
  }

  private void work() {
    try {
      while (true) {
        Thread.sleep(PERIOD_MS);
        draw();
      }
    } catch (InterruptedException ended) {
      // Closed.
    }
  }
}
