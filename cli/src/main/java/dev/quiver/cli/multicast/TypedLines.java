package dev.quiver.cli.multicast;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;
import org.jspecify.annotations.Nullable;

/**
 * Lines that are typed, read on a thread of their own: no interrupt wakes a thread that reads the
 * standard input, so that Ctrl-C could not end whoever waits for a line.
 */
final class TypedLines implements AutoCloseable {

  private record Read(Optional<String> line, @Nullable IOException failure) {}

  private final SynchronousQueue<Read> lines = new SynchronousQueue<>();
  private final Thread thread;
  private boolean ended;

  private TypedLines(InputStream in) {
    this.thread = new Thread(() -> read(in), "quiver-typed-lines");
    // It may be in a read that nothing ends.
    this.thread.setDaemon(true);
  }

  static TypedLines of(InputStream in) {
    TypedLines lines = new TypedLines(in);
    lines.thread.start();
    return lines;
  }

  private void read(InputStream in) {
    BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    try {
      String line;
      do {
        line = reader.readLine();
        lines.put(new Read(Optional.ofNullable(line), null));
      } while (line != null);
    } catch (IOException e) {
      try {
        lines.put(new Read(Optional.empty(), e));
      } catch (InterruptedException closed) {
        Thread.currentThread().interrupt();
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * The next line, which is waited for; null at the end.
   *
   * @throws InterruptedException if the thread that waits is interrupted
   */
  @Nullable String next() throws IOException, InterruptedException {
    if (ended) {
      return null;
    }
    Read read = lines.take();
    if (read.failure() != null) {
      throw read.failure();
    }
    ended = read.line().isEmpty();
    return read.line().orElse(null);
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
