package dev.quiver.broker;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Holds what a broker has of folders: its data folder, and beside it the one that it has in common
 * with its pair if each has a data folder of its own.
 *
 * @param own on the data folder
 * @param common on the other one; null if there is none
 */
record FolderLocks(FolderLock own, @Nullable FolderLock common) implements AutoCloseable {

  static FolderLocks take(BrokerConfig config, DataFolder folder, DataFolder common) {
    folder.create();
    if (!config.replicates()) {
      return new FolderLocks(FolderLock.take(folder, config.profile()), null);
    }
    // Nobody else may have the data folder, whichever part it plays.
    FolderLock own = FolderLock.take(folder, Profile.SINGLE);
    if (common.root().equals(folder.root())) {
      return new FolderLocks(own, null);
    }
    try {
      Replica.createCommon(common);
      return new FolderLocks(own, FolderLock.take(common, config.profile()));
    } catch (IOException cause) {
      own.close();
      throw new BrokerStartException.DataFolderUnusable(
          "folder-lock",
          common.root(),
          "the folder of the pair's lock cannot be made (" + cause + ")",
          cause);
    } catch (BrokerStartException cause) {
      own.close();
      throw cause;
    }
  }

  /** Whether nobody is left where accounts and address are, when this one goes. */
  boolean isLast() {
    FolderLock shared = common;
    return shared == null ? own.isLast() : shared.isLast();
  }

  @Override
  public void close() {
    FolderLock shared = common;
    if (shared != null) {
      shared.close();
    }
    own.close();
  }
}
