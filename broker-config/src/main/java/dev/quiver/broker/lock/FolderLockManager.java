package dev.quiver.broker.lock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.lockmanager.DistributedLock;
import org.apache.activemq.artemis.lockmanager.DistributedLockManager;
import org.apache.activemq.artemis.lockmanager.MutableLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Locks and numbers as files of a folder on the machine where both brokers run. The system frees a
 * lock when its process dies, so the other one gets it at once.
 *
 * <p>Who holds a lock looks twice a second whether its file is still there. If it was removed it is
 * made and locked again, with the number; if somebody else was faster, the holder is told that it
 * holds nothing any more.
 */
public final class FolderLockManager implements DistributedLockManager {

  /** The property that names the folder. */
  public static final String FOLDER = "folder";

  private static final Logger LOG = LoggerFactory.getLogger(FolderLockManager.class);
  private static final long LOOK_MS = 500;

  private final Path folder;
  private final Fence fence;
  private final Map<String, LockFile> locks = new HashMap<>();
  private final Map<String, NumberFile> numbers = new HashMap<>();
  private @Nullable ScheduledExecutorService thread;

  /** As Artemis makes it. */
  public FolderLockManager(Map<String, String> properties) {
    this.folder = Path.of(Objects.requireNonNull(properties.get(FOLDER), FOLDER));
    this.fence = Fence.of(properties);
  }

  @Override
  public void addUnavailableManagerListener(UnavailableManagerListener listener) {
    // A folder is there, or its user finds out at once.
  }

  @Override
  public void removeUnavailableManagerListener(UnavailableManagerListener listener) {
    // As above.
  }

  @Override
  public boolean start(long timeout, TimeUnit unit) throws ExecutionException {
    start();
    return true;
  }

  @Override
  public synchronized void start() throws ExecutionException {
    if (thread != null) {
      return;
    }
    try {
      Files.createDirectories(folder);
    } catch (IOException cause) {
      throw new ExecutionException("the folder of the lock cannot be made: " + folder, cause);
    }
    thread =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread made = new Thread(work, "quiver-lock");
              made.setDaemon(true);
              return made;
            });
    var unused = thread.scheduleWithFixedDelay(this::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    Map<String, LockFile> now;
    synchronized (this) {
      now = Map.copyOf(locks);
    }
    // Without this monitor: who hears that a lock is lost may stop this manager.
    now.forEach(
        (id, lock) -> {
          try {
            if (lock.isHeldAfterLook()) {
              number(id).restore();
            }
          } catch (RuntimeException unforeseen) {
            // The next look must come all the same.
            LOG.error("the lock {} in {} could not be looked at", id, folder, unforeseen);
          }
        });
  }

  @Override
  public synchronized boolean isStarted() {
    return thread != null;
  }

  @Override
  public synchronized void stop() {
    if (thread != null) {
      thread.shutdown();
      thread = null;
    }
    Map.copyOf(locks).values().forEach(LockFile::close);
    locks.clear();
  }

  @Override
  public synchronized DistributedLock getDistributedLock(String lockId) {
    requireStarted();
    return locks.computeIfAbsent(
        lockId, id -> new LockFile(folder.resolve(id + ".lock"), id, this::closed, fence));
  }

  private synchronized void closed(LockFile lock) {
    locks.remove(lock.getLockId(), lock);
  }

  @Override
  public MutableLong getMutableLong(String mutableLongId) {
    synchronized (this) {
      requireStarted();
    }
    return new FencedNumber(number(mutableLongId), () -> lock(mutableLongId), fence);
  }

  /** Lock and number of a pair have one id. */
  private synchronized @Nullable TakenLock lock(String id) {
    return locks.get(id);
  }

  private synchronized NumberFile number(String id) {
    return numbers.computeIfAbsent(
        id, each -> new NumberFile(folder.resolve(each + ".number"), each));
  }

  private void requireStarted() {
    if (thread == null) {
      throw new IllegalStateException("the locks of " + folder + " have not been started");
    }
  }
}
