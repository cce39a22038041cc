package dev.quiver.tasks.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A history in a file. Each event is handed to the system before {@link #add} returns, so that
 * {@code kill -9} of the process takes none back; a crash of the machine may.
 */
public final class HistoryFile implements TaskHistory, AutoCloseable {

  private final FileChannel file;
  private final String process;
  private final InstantSource clock;
  private final HistoryCodec codec = new HistoryCodec();

  private HistoryFile(FileChannel file, String process, InstantSource clock) {
    this.file = file;
    this.process = process;
    this.clock = clock;
  }

  /**
   * Opens the file at its end; processes may write to one file one after the other, not at once. A
   * line that a killed predecessor did not finish is ended here, so that it spoils no other.
   *
   * @param role what the process is, such as {@code worker-w1}; its process id is added
   */
  public static HistoryFile open(Path path, String role, InstantSource clock) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    if (folder != null) {
      java.nio.file.Files.createDirectories(folder);
    }
    FileChannel file =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    HistoryFile history = new HistoryFile(file, role + "-" + ProcessHandle.current().pid(), clock);
    history.goToEnd();
    history.add(
        new HistoryEvent(
            history.now(),
            history.process,
            HistoryEvent.Kind.STARTED,
            null,
            null,
            0,
            0,
            null,
            null,
            null));
    return history;
  }

  private void goToEnd() throws IOException {
    long size = file.size();
    file.position(size);
    ByteBuffer last = ByteBuffer.allocate(1);
    if (size > 0 && file.read(last, size - 1) == 1 && last.get(0) != '\n') {
      file.write(ByteBuffer.wrap(new byte[] {'\n'}));
    }
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public String process() {
    return process;
  }

  @Override
  public void add(HistoryEvent event) {
    ByteBuffer line = ByteBuffer.wrap((codec.write(event) + "\n").getBytes(StandardCharsets.UTF_8));
    synchronized (this) {
      try {
        while (line.hasRemaining()) {
          file.write(line);
        }
      } catch (java.nio.channels.ClosedChannelException closed) {
        // Nobody asks any more; a client's last threads may still have something to say.
        return;
      } catch (IOException e) {
        // A history with holes would accuse the innocent.
        throw new UncheckedIOException("the history cannot be written", e);
      }
    }
  }

  @Override
  public synchronized void close() throws IOException {
    file.close();
  }
}
