package dev.quiver.multicast.log;

import dev.quiver.multicast.log.PeerLog.End;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the log of a peer while it runs. What was {@linkplain #flush flushed} is there also when
 * the process is killed. Not for several threads.
 */
public final class LogFile implements AutoCloseable {

  private final Path path;
  private final BufferedWriter writer;
  private int entries;
  private boolean ended;

  private LogFile(Path path, BufferedWriter writer) {
    this.path = path;
    this.writer = writer;
  }

  /**
   * Begins a log; one of the same name is replaced.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  public static LogFile create(Path path, String group, int peer, String peerId, String order) {
    try {
      Path parent = path.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      LogFile file = new LogFile(path, Files.newBufferedWriter(path, StandardCharsets.UTF_8));
      for (String line : LogText.head(group, peer, peerId, order)) {
        file.line(line);
      }
      file.flush();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path path() {
    return path;
  }

  public void add(LogEntry entry) {
    entries++;
    line(LogText.line(entry));
  }

  /** The peer has ended so; nothing follows. */
  public void end(End end) {
    if (!ended) {
      ended = true;
      line(LogText.last(end, entries));
      flush();
    }
  }

  /** Hands to the system what was added. */
  public void flush() {
    try {
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void line(String text) {
    try {
      writer.write(text);
      writer.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
