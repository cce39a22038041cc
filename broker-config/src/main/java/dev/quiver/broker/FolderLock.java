package dev.quiver.broker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds the data folder against a second broker, in this process or another. */
record FolderLock(FileChannel channel, FileLock held) implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FolderLock.class);

  static FolderLock take(DataFolder folder) {
    try {
      FileChannel channel =
          FileChannel.open(folder.lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock held;
      try {
        held = channel.tryLock();
      } catch (OverlappingFileLockException here) {
        held = null;
      }
      if (held == null) {
        channel.close();
        throw new BrokerStartException.DataFolderInUse(folder.root());
      }
      return new FolderLock(channel, held);
    } catch (IOException cause) {
      throw new BrokerStartException.DataFolderUnusable(
          folder.root(), "it cannot be locked (" + cause + ")", cause);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException gone) {
      LOG.debug("the lock of a data folder was not closed", gone);
    }
  }
}
