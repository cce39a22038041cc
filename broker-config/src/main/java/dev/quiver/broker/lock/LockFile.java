package dev.quiver.broker.lock;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.activemq.artemis.lockmanager.UnavailableStateException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A lock that is a lock of the system on a file. */
final class LockFile implements TakenLock {

  private static final Logger LOG = LoggerFactory.getLogger(LockFile.class);

  /**
   * What is held in this process. Another one must not even be opened here: closing it would free
   * what the process holds of the same file.
   */
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final String id;
  private final Consumer<LockFile> onClose;
  private final Fence fence;
  private final Runnable opened;
  private final List<UnavailableLockListener> listeners = new CopyOnWriteArrayList<>();
  private @Nullable Held held;
  private boolean lost;

  /** What is held, and by what its file is known again. */
  private record Held(FileChannel channel, FileLock lock, @Nullable Object key) {}

  /**
   * A lock that nobody has taken yet.
   *
   * @param fence cuts its broker off before the listeners hear that somebody else has it
   */
  LockFile(Path file, String id, Consumer<LockFile> onClose, Fence fence) {
    this(file, id, onClose, fence, () -> {});
  }

  /**
   * For tests.
   *
   * @param opened run when the file has been opened and is not locked yet
   */
  LockFile(Path file, String id, Consumer<LockFile> onClose, Fence fence, Runnable opened) {
    this.file = file;
    this.id = id;
    this.onClose = onClose;
    this.fence = fence;
    this.opened = opened;
  }

  @Override
  public synchronized boolean isTaken() {
    return held != null || lost;
  }

  @Override
  public String getLockId() {
    return id;
  }

  @Override
  public synchronized boolean isHeldByCaller() {
    return held != null && held.lock().isValid();
  }

  @Override
  public synchronized boolean tryLock() throws UnavailableStateException {
    if (lost) {
      throw new UnavailableStateException("the lock " + file + " was taken by somebody else");
    }
    if (held != null) {
      throw new IllegalStateException("the lock " + file + " is held already");
    }
    if (!HELD_HERE.add(file)) {
      return false;
    }
    try {
      held = take();
      if (held != null) {
        fence.open(() -> true);
      }
      return held != null;
    } catch (IOException cause) {
      throw new UnavailableStateException("the lock " + file + " cannot be taken", cause);
    } finally {
      if (held == null) {
        HELD_HERE.remove(file);
      }
    }
  }

  private @Nullable Held take() throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    if (Files.notExists(file)) {
      FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
    }
    Object before = keyOf(file);
    FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
    Held taken = null;
    try {
      opened.run();
      FileLock lock = channel.tryLock();
      // Meanwhile it may have been removed and made anew by somebody who locks that one.
      if (lock != null && Objects.equals(before, keyOf(file))) {
        taken = new Held(channel, lock, before);
      }
      return taken;
    } catch (OverlappingFileLockException hereInThisProcess) {
      return null;
    } finally {
      if (taken == null) {
        channel.close();
      }
    }
  }

  private static @Nullable Object keyOf(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  /**
   * Looks whether the file that is held is still the one that others would try to lock.
   *
   * @return whether it is held
   */
  boolean isHeldAfterLook() {
    synchronized (this) {
      Held now = held;
      if (now == null) {
        return false;
      }
      if (isThere(now)) {
        return true;
      }
      if (retakes(now)) {
        return true;
      }
      lost = true;
      release(now);
    }
    LOG.error("the lock {} was removed, and somebody else has it now", file);
    fence.cut();
    listeners.forEach(UnavailableLockListener::onUnavailableLockEvent);
    return false;
  }

  private boolean isThere(Held now) {
    try {
      Object key = keyOf(file);
      return key == null || key.equals(now.key());
    } catch (IOException gone) {
      return false;
    }
  }

  private boolean retakes(Held old) {
    try {
      Held fresh = take();
      if (fresh != null) {
        LOG.error("the lock {} was removed by somebody; it was made again and is held", file);
        held = fresh;
        close(old);
      }
      return fresh != null;
    } catch (IOException cannot) {
      LOG.error("the lock {} was removed and cannot be made again", file, cannot);
      return false;
    }
  }

  @Override
  public synchronized void unlock() {
    Held now = held;
    if (now != null) {
      release(now);
    }
  }

  private void release(Held now) {
    held = null;
    close(now);
    HELD_HERE.remove(file);
  }

  /** The channel's end is the lock's. */
  private static void close(Held now) {
    try {
      now.channel().close();
    } catch (IOException freedAllTheSame) {
      LOG.debug("a lock's file was not closed", freedAllTheSame);
    }
  }

  @Override
  public void addListener(UnavailableLockListener listener) {
    listeners.add(listener);
    boolean tooLate;
    synchronized (this) {
      tooLate = lost;
    }
    if (tooLate) {
      listener.onUnavailableLockEvent();
    }
  }

  @Override
  public void removeListener(UnavailableLockListener listener) {
    listeners.remove(listener);
  }

  @Override
  public void close() {
    unlock();
    listeners.clear();
    onClose.accept(this);
  }
}
