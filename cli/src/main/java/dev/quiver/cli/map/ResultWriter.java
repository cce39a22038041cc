package dev.quiver.cli.map;

import dev.quiver.cli.output.Output;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.wire.Spool;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The thread that writes results, so that a slow reader of the output holds up nobody but, through
 * the window, the sending of more inputs.
 */
final class ResultWriter {

  private final BlockingQueue<Done> queue = new LinkedBlockingQueue<>();
  private final Output out;
  private final ResultSink sink;
  private final Window window;
  private final Tally tally;
  private final @Nullable InOrder order;
  private final ProgressBar bar;
  private final Thread thread;
  private volatile Consumer<Throwable> onFailure = failure -> {};
  private volatile boolean ending;

  /**
   * @param spill where results that came too early wait; null to write them as they come
   */
  ResultWriter(
      Output out,
      ResultSink sink,
      Window window,
      Tally tally,
      ProgressBar bar,
      long maxHeldBytes,
      @Nullable Spill spill) {
    this.out = out;
    this.sink = sink;
    this.window = window;
    this.tally = tally;
    this.bar = bar;
    this.order = spill == null ? null : new InOrder(maxHeldBytes, spill, this::write);
    this.thread = new Thread(this::work, "quiver-results");
  }

  /** Whom to tell that it cannot go on; set before {@link #start}. */
  void onFailure(Consumer<Throwable> listener) {
    onFailure = listener;
  }

  void start() {
    thread.start();
  }

  /** Takes a result; never waits. */
  void add(Done done) {
    queue.add(done);
  }

  /** Writes what it has, in order also where something before it is missing, and ends. */
  void finish() throws InterruptedException {
    ending = true;
    thread.join();
  }

  private void work() {
    try {
      while (true) {
        Done done = queue.poll(50, TimeUnit.MILLISECONDS);
        if (done != null) {
          take(done);
          // Somebody may be waiting for a line; who reads a lot at once loses nothing.
          if (queue.isEmpty()) {
            flush();
          }
        } else if (ending) {
          break;
        }
      }
      if (order != null) {
        order.finish();
      }
      flush();
    } catch (InterruptedException | RuntimeException e) {
      onFailure.accept(e);
    } finally {
      if (order != null) {
        order.close();
      }
    }
  }

  private void take(Done done) {
    tally.add(done.result());
    if (order == null) {
      write(done);
    } else {
      order.accept(done);
    }
  }

  private void write(Done done) {
    bar.hide();
    sink.write(done.result());
    Payload written = done.result().result();
    if (written != null) {
      Spool.release(written);
    }
    window.leave(done.cost());
  }

  private void flush() {
    out.flush();
  }
}
