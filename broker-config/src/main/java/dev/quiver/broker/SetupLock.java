package dev.quiver.broker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/** Held while the files of users are made: two of a pair may start at the same time. */
record SetupLock(FileChannel channel, FileLock held) implements AutoCloseable {

  /** Java refuses a lock that another thread of the same process holds, instead of waiting. */
  private static final ReentrantLock IN_THIS_PROCESS = new ReentrantLock();

  static SetupLock take(DataFolder folder) throws IOException {
    IN_THIS_PROCESS.lock();
    try {
      FileChannel channel =
          FileChannel.open(
              folder.setupLockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      return new SetupLock(channel, channel.lock());
    } catch (IOException | RuntimeException e) {
      IN_THIS_PROCESS.unlock();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      IN_THIS_PROCESS.unlock();
    }
  }
}
