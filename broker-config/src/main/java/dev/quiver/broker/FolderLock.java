package dev.quiver.broker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the data folder against a second broker of the same part, in this process or another: of
 * the lock file the primary holds the first byte, the backup the second, a broker alone both.
 */
record FolderLock(FileChannel channel, FileLock held, Profile profile) implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FolderLock.class);

  static FolderLock take(DataFolder folder, Profile profile) {
    try {
      FileChannel channel =
          FileChannel.open(folder.lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock held = tryLock(channel, profile);
      if (held == null) {
        channel.close();
        throw new BrokerStartException.DataFolderInUse(folder.root());
      }
      return new FolderLock(channel, held, profile);
    } catch (IOException cause) {
      throw new BrokerStartException.DataFolderUnusable(
          "folder-lock", folder.root(), "it cannot be locked (" + cause + ")", cause);
    }
  }

  /** Whether nobody else is on the folder, so that nobody is left when this one goes. */
  boolean isLast() {
    if (profile.isAlone()) {
      return true;
    }
    Profile other = profile == Profile.PRIMARY ? Profile.BACKUP : Profile.PRIMARY;
    try (FileLock free = tryLock(channel, other)) {
      return free != null;
    } catch (IOException unknown) {
      LOG.debug("whether the other broker of a pair runs is not known", unknown);
      return false;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel, Profile profile)
      throws IOException {
    try {
      return switch (profile) {
        case SINGLE, CLUSTER -> channel.tryLock(0, 2, false);
        case PRIMARY -> channel.tryLock(0, 1, false);
        case BACKUP -> channel.tryLock(1, 1, false);
      };
    } catch (OverlappingFileLockException here) {
      return null;
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
