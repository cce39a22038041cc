package dev.quiver.cli.map;

import dev.quiver.cli.platform.TemporaryFolderException;
import dev.quiver.tasks.Payload;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Results that wait on disk, in one file that is deleted as soon as it is open, and is emptied
 * whenever none waits. Belongs to one thread.
 */
final class Spill implements AutoCloseable {

  private static final int BUFFER = 64 * 1024;

  private final Path folder;
  private @Nullable FileChannel file;
  private long end;
  private int kept;

  /**
   * @param folder where the file is made, when it is needed
   */
  Spill(Path folder) {
    this.folder = folder;
  }

  /** Copies the payload; the one that is returned reads the copy until it is released. */
  Payload keep(Payload payload) throws IOException {
    FileChannel open = file();
    long start = end;
    try (InputStream in = payload.open()) {
      byte[] buffer = new byte[BUFFER];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        for (ByteBuffer rest = ByteBuffer.wrap(buffer, 0, count); rest.hasRemaining(); ) {
          end += open.write(rest, end);
        }
      }
    }
    kept++;
    return new Payload.Streamed(new Piece(open, start, end - start), end - start);
  }

  /** How long the file is, in bytes. */
  long bytes() {
    return end;
  }

  private FileChannel file() throws IOException {
    FileChannel channel = file;
    if (channel == null) {
      Path path;
      try {
        path = Files.createTempFile(folder, "quiver-results-", null);
      } catch (IOException e) {
        throw new TemporaryFolderException.NotWritable(folder, e);
      }
      channel =
          FileChannel.open(
              path,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
      file = channel;
    }
    return channel;
  }

  /** The file goes, and with it what was kept. */
  @Override
  public void close() {
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** One payload in the file; closing it gives it up. */
  private final class Piece implements Payload.Source, Closeable {
    private final FileChannel channel;
    private final long start;
    private final long length;
    private boolean released;

    Piece(FileChannel channel, long start, long length) {
      this.channel = channel;
      this.start = start;
      this.length = length;
    }

    @Override
    public InputStream open() {
      return new Reader(channel, start, start + length);
    }

    @Override
    public void close() throws IOException {
      if (!released) {
        released = true;
        if (--kept == 0 && channel.isOpen()) {
          channel.truncate(0);
          end = 0;
        }
      }
    }
  }

  private static final class Reader extends InputStream {
    private final FileChannel channel;
    private final long limit;
    private long position;

    Reader(FileChannel channel, long start, long limit) {
      this.channel = channel;
      this.position = start;
      this.limit = limit;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, into.length);
      if (position == limit) {
        return -1;
      }
      int most = (int) Math.min(length, limit - position);
      int count = channel.read(ByteBuffer.wrap(into, offset, most), position);
      if (count < 0) {
        throw new IOException("the file of waiting results has been cut");
      }
      position += count;
      return count;
    }
  }
}
