package dev.quiver.multicast.log;

import dev.quiver.multicast.View;
import dev.quiver.multicast.log.PeerLog.End;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the log of a peer while it runs. What was {@linkplain #flush flushed} is there also when
 * the process is killed. Not for several threads.
 */
public final class LogFile implements AutoCloseable {

  private static final int LAST_LINE_BYTES = 64;

  private final Path path;
  private final BufferedWriter writer;
  private int entries;
  private boolean ended;

  LogFile(Path path, BufferedWriter writer) {
    this.path = path;
    this.writer = writer;
  }

  /**
   * Begins a log. One of the same name is replaced if it has come to its end; else it is all that
   * is left of a process that was killed, and is kept beside it, with a number behind its name.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  public static LogFile create(Path path, String group, int peer, String peerId, String order) {
    try {
      Path parent = path.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      if (Files.exists(path) && !hasEnd(path)) {
        Files.move(path, freeNameBeside(path));
      }
      LogFile file = new LogFile(path, Files.newBufferedWriter(path, StandardCharsets.UTF_8));
      for (String line : LogText.head(group, peer, peerId, order)) {
        file.line(line);
      }
      file.flush();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(named(path, e));
    }
  }

  /** The same failure with the name of the file, which a full disk does not tell. */
  static IOException named(Path path, IOException failure) {
    if (failure instanceof FileSystemException known && known.getFile() != null) {
      return failure;
    }
    FileSystemException named =
        new FileSystemException(path.toString(), null, failure.getMessage());
    named.initCause(failure);
    return named;
  }

  private static boolean hasEnd(Path path) throws IOException {
    try (FileChannel file = FileChannel.open(path)) {
      ByteBuffer tail = ByteBuffer.allocate(LAST_LINE_BYTES);
      file.position(Math.max(0, file.size() - LAST_LINE_BYTES));
      while (tail.hasRemaining() && file.read(tail) > 0) {
        // Until all of it is there.
      }
      String text = new String(tail.array(), 0, tail.position(), StandardCharsets.UTF_8);
      return text.contains("\n" + LogText.END) && text.endsWith("\n");
    }
  }

  private static Path freeNameBeside(Path path) {
    for (int number = 1; ; number++) {
      Path free = path.resolveSibling(path.getFileName() + "." + number);
      if (!Files.exists(free)) {
        return free;
      }
    }
  }

  public Path path() {
    return path;
  }

  public void add(LogEntry entry) {
    entries++;
    line(LogText.line(entry));
  }

  /** The peer belongs to that view from here on. */
  public void add(View view) {
    line(LogText.line(view));
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
      throw new UncheckedIOException(named(path, e));
    }
  }

  private void line(String text) {
    try {
      writer.write(text);
      writer.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(named(path, e));
    }
  }

  @Override
  public void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException(named(path, e));
    }
  }
}
