package dev.quiver.tasks.wire;

import dev.quiver.tasks.Payload;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A temporary file whose name is removed as soon as it is open: nothing is left after a kill. A
 * {@code RandomAccessFile} and not a channel, because a channel closes when a thread that reads it
 * is interrupted, and handlers are interrupted.
 */
final class UnnamedFile implements Payload.Source, Closeable {

  private static final int BUFFER = 64 * 1024;

  private final RandomAccessFile file;
  private final OutputStream out;

  private UnnamedFile(RandomAccessFile file) {
    this.file = file;
    this.out = new BufferedOutputStream(new Tail(file), BUFFER);
  }

  static UnnamedFile in(Path folder) throws IOException {
    Path path = Files.createTempFile(folder, "quiver-", ".part");
    try {
      return new UnnamedFile(new RandomAccessFile(path.toFile(), "rw"));
    } finally {
      if (!path.toFile().delete()) {
        path.toFile().deleteOnExit();
      }
    }
  }

  /** Writes at the end. */
  OutputStream out() {
    return out;
  }

  void finish() throws IOException {
    out.flush();
  }

  @Override
  public InputStream open() {
    return new BufferedInputStream(new Reader(), BUFFER);
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      // Nothing is lost: the file has no name and nobody reads it any more.
      return;
    }
  }

  private static final class Tail extends OutputStream {
    private final RandomAccessFile file;

    Tail(RandomAccessFile file) {
      this.file = file;
    }

    @Override
    public void write(int b) throws IOException {
      file.write(b);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      file.write(source, offset, length);
    }
  }

  /** Reads from a position of its own, so that several may read at a time. */
  private final class Reader extends InputStream {
    private long position;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, into.length);
      synchronized (file) {
        file.seek(position);
        int count = file.read(into, offset, length);
        position += Math.max(count, 0);
        return count;
      }
    }
  }
}
