package dev.quiver.broker.lock;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.apache.activemq.artemis.lockmanager.MutableLong;
import org.apache.activemq.artemis.lockmanager.UnavailableStateException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A number in a file of its own, replaced as a whole. Only who holds the lock of the same id sets
 * it; anybody may read it. It is 0 as long as nobody has set it.
 */
final class NumberFile implements MutableLong {

  private static final Logger LOG = LoggerFactory.getLogger(NumberFile.class);

  private final Path file;
  private final String id;
  private long lastSet;

  NumberFile(Path file, String id) {
    this.file = file;
    this.id = id;
  }

  @Override
  public String getMutableLongId() {
    return id;
  }

  @Override
  public synchronized long get() throws UnavailableStateException {
    try {
      return Long.parseLong(Files.readString(file).strip());
    } catch (NoSuchFileException neverSet) {
      return 0;
    } catch (IOException | NumberFormatException cause) {
      throw new UnavailableStateException("the number in " + file + " cannot be read", cause);
    }
  }

  @Override
  public synchronized void set(long value) throws UnavailableStateException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (FileChannel channel =
          FileChannel.open(
              fresh,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.wrap((value + "\n").getBytes(StandardCharsets.UTF_8)));
        channel.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      forceFolder();
      lastSet = value;
    } catch (IOException cause) {
      throw new UnavailableStateException("the number in " + file + " cannot be written", cause);
    }
  }

  /**
   * Else the old number could be back after a power cut, and who has older data would serve. Where
   * folders cannot be opened there is nothing to force.
   */
  private void forceFolder() throws IOException {
    try (FileChannel folder =
        FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    } catch (AccessDeniedException notOnThisSystem) {
      LOG.debug("the folder of {} cannot be forced to disk", file, notOnThisSystem);
    }
  }

  /** Sets it again if its file was removed; for who holds the lock. */
  synchronized void restore() {
    if (lastSet != 0 && Files.notExists(file)) {
      try {
        set(lastSet);
        LOG.error("the number {} was removed by somebody; it was made again", file);
      } catch (UnavailableStateException cannot) {
        LOG.error("the number {} was removed and cannot be made again", file, cannot);
      }
    }
  }

  @Override
  public void close() {
    // Nothing is held open.
  }
}
