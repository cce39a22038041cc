package dev.quiver.numbers.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A text file to which several processes, and several threads of each, append whole lines.
 *
 * <p>The file is opened, locked, written and closed for every step, so that one may move it away
 * meanwhile. A lock on a file counts for the whole process, and closing <em>any</em> channel to the
 * file gives it up; so the threads of one process take turns by a lock of their own first.
 */
final class LogFile {

  private static final ConcurrentHashMap<Path, ReentrantLock> TURNS = new ConcurrentHashMap<>();

  /** How long another process may hold the lock; a write takes far less, unless it was stopped. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

  private static final long FIRST_PAUSE_NANOS = 100_000;
  private static final long LONGEST_PAUSE_NANOS = 5_000_000;

  private final Path path;
  private final ReentrantLock turn;

  LogFile(Path path) {
    this.path = path.toAbsolutePath().normalize();
    this.turn = TURNS.computeIfAbsent(this.path, key -> new ReentrantLock());
  }

  Path path() {
    return path;
  }

  /** What is done while nobody else touches the file. */
  @FunctionalInterface
  interface Step<T> {
    T on(Held held) throws IOException;
  }

  /**
   * Does something while nobody else touches the file; makes the file if it is not there.
   *
   * @throws LogNotWritableException if that fails
   */
  <T> T locked(Step<T> step) {
    turn.lock();
    try (FileChannel channel =
            FileChannel.open(
                path,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        FileLock lock = lock(channel)) {
      if (!lock.isValid()) {
        throw new IOException("its lock was lost");
      }
      return step.on(new Held(channel));
    } catch (IOException e) {
      throw new LogNotWritableException(path, e);
    } finally {
      turn.unlock();
    }
  }

  private FileLock lock(FileChannel channel) throws IOException {
    long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
    long pause = FIRST_PAUSE_NANOS;
    while (true) {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return lock;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new LogNotWritableException.Held(LONGEST_WAIT.toSeconds());
      }
      LockSupport.parkNanos(pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE_NANOS);
    }
  }

  /** The file while it is locked. */
  static final class Held {

    private final FileChannel channel;

    private Held(FileChannel channel) {
      this.channel = channel;
    }

    long size() throws IOException {
      return channel.size();
    }

    /** What stands from that place on, at most so many bytes. */
    byte[] read(long from, int atMost) throws IOException {
      int length = (int) Math.min(Math.max(channel.size() - from, 0), atMost);
      ByteBuffer bytes = ByteBuffer.allocate(length);
      while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {
        // goes on until all is read
      }
      return java.util.Arrays.copyOf(bytes.array(), bytes.position());
    }

    /**
     * Appends a line in one write. A beginning of a line that a killed process left is ended first;
     * what this write leaves if the disk is full is taken back.
     *
     * @param force whether it must be on the disk when this returns
     */
    void append(String line, boolean force) throws IOException {
      long before = channel.size();
      String whole = (endsInLine(before) ? "" : "\n") + line + "\n";
      ByteBuffer bytes = ByteBuffer.wrap(whole.getBytes(StandardCharsets.UTF_8));
      try {
        channel.write(bytes, before);
        if (bytes.hasRemaining()) {
          // A short write is how a full disk begins; the next one says why.
          channel.write(bytes, before + bytes.position());
        }
        if (bytes.hasRemaining()) {
          throw new IOException("only a part of the line could be written");
        }
        if (force) {
          channel.force(true);
        }
      } catch (IOException e) {
        takeBack(before, e);
        throw e;
      }
    }

    /** Cuts the file at that place. */
    void cut(long size) throws IOException {
      channel.truncate(size);
    }

    private void takeBack(long size, IOException because) {
      try {
        channel.truncate(size);
      } catch (IOException e) {
        because.addSuppressed(e);
      }
    }

    private boolean endsInLine(long size) throws IOException {
      return size == 0 || read(size - 1, 1)[0] == '\n';
    }
  }
}
