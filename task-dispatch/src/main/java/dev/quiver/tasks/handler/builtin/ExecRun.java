package dev.quiver.tasks.handler.builtin;

import dev.quiver.tasks.TaskReasons;
import dev.quiver.tasks.handler.InvalidInputException;
import dev.quiver.tasks.handler.Spool;
import dev.quiver.tasks.handler.TaskContext;
import dev.quiver.tasks.handler.TaskInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One running command with its three streams. Pipes block and cannot be interrupted, so each has a
 * thread of its own; whatever happens, {@link #close()} kills the whole tree, and so ends them.
 */
final class ExecRun implements AutoCloseable {

  private static final int BUFFER_BYTES = 16 * 1024;
  private static final long CHECK_MS = 50;

  /** How long a killed tree may take to let go of its pipes. */
  private static final long END_MS = 10_000;

  private final Process process;
  private final ProcessTree.Mark mark;
  private final Spool output;
  private final long maxOutputBytes;
  private final OutputTail errors = new OutputTail();
  private final CompletableFuture<Void> reading = new CompletableFuture<>();
  private final CompletableFuture<Void> readingErrors = new CompletableFuture<>();
  private final CompletableFuture<Void> writing = new CompletableFuture<>();
  private boolean ended;

  ExecRun(Process process, ProcessTree.Mark mark, Spool output, long maxOutputBytes) {
    this.process = process;
    this.mark = mark;
    this.output = output;
    this.maxOutputBytes = maxOutputBytes;
  }

  /**
   * Waits until the command has ended and all its output was read. What it left running in the
   * background is killed.
   *
   * @return its exit code
   * @throws InvalidInputException if it writes more than allowed
   * @throws InterruptedException if it was told to end
   */
  int await(TaskInput input, TaskContext context) throws Exception {
    pump("stdin", writing, () -> write(input));
    pump("stdout", reading, this::read);
    pump("stderr", readingErrors, this::readErrors);
    while (!process.waitFor(CHECK_MS, TimeUnit.MILLISECONDS)) {
      context.checkCancelled();
      rethrowIfFailed(reading);
      rethrowIfFailed(writing);
    }
    // A child in the background would hold the pipes, and this task with them.
    ProcessTree.killLeftOvers(process.toHandle(), mark);
    if (!finished(reading, END_MS) || !finished(readingErrors, END_MS)) {
      throw new IOException(TaskReasons.say("exec.leftBehind"));
    }
    rethrowIfFailed(reading);
    rethrowIfFailed(writing);
    ended = true;
    return process.exitValue();
  }

  /** The end of what it wrote to its standard error. */
  String errors() {
    return errors.text();
  }

  /** Kills whatever still runs of it and waits until nobody writes into the output any more. */
  @Override
  public void close() throws IOException {
    if (!ended) {
      ProcessTree.kill(process.toHandle(), mark);
    }
    boolean interrupted = Thread.interrupted();
    try {
      finished(reading, END_MS);
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void write(TaskInput input) throws IOException {
    OutputStream out = process.getOutputStream();
    try (InputStream in = input.open()) {
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int n = in.read(buffer); n >= 0 && given(out, buffer, n); n = in.read(buffer)) {
        // The condition does it all.
      }
    } finally {
      closeQuietly(out);
    }
  }

  /** Whether the command takes more: it need not read all of its input, see head. */
  private static boolean given(OutputStream out, byte[] buffer, int length) {
    try {
      out.write(buffer, 0, length);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void closeQuietly(OutputStream out) {
    try {
      out.close();
    } catch (IOException e) {
      // What was still buffered had no reader any more.
    }
  }

  private void read() throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = process.getInputStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (output.bytes() + n > maxOutputBytes) {
          throw new InvalidInputException(TaskReasons.say("exec.output", maxOutputBytes));
        }
        output.write(buffer, 0, n);
      }
    }
  }

  private void readErrors() throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = process.getErrorStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        errors.add(buffer, n);
      }
    }
  }

  private void pump(String name, CompletableFuture<Void> done, Pump pump) {
    Thread thread =
        new Thread(
            () -> {
              try {
                pump.run();
                done.complete(null);
              } catch (Throwable e) { // Whatever it is, somebody waits for it.
                done.completeExceptionally(e);
              }
            },
            Thread.currentThread().getName() + "-exec-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  private static boolean finished(CompletableFuture<Void> pump, long ms)
      throws InterruptedException {
    try {
      pump.get(ms, TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException e) {
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  private static void rethrowIfFailed(CompletableFuture<Void> pump) throws Exception {
    if (pump.isCompletedExceptionally()) {
      try {
        pump.getNow(null);
      } catch (CompletionException e) {
        if (e.getCause() instanceof Exception cause) {
          throw cause;
        }
        throw e;
      }
    }
  }

  @FunctionalInterface
  private interface Pump {
    void run() throws IOException;
  }
}
