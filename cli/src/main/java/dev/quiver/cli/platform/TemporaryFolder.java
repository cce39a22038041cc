package dev.quiver.cli.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder for as long as this process needs it. The process holds a lock on a file in it, which
 * the system lets go of when the process ends, however that happens: so a folder whose lock can be
 * had belongs to nobody any more.
 */
public final class TemporaryFolder implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TemporaryFolder.class);
  private static final String PREFIX = "quiver-run-";

  /** While it is made it bears a name that nobody sweeps. */
  private static final String UNFINISHED = ".quiver-run-";

  private static final String LOCK = "lock";

  /**
   * Those of this process. They are not swept: where a process closes any channel of a file, it
   * loses its locks on that file.
   */
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel lock;

  private TemporaryFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Makes one, after removing those of this user's processes that were killed before they could.
   *
   * @throws TemporaryFolderException.NotWritable if nothing can be made there
   */
  public static TemporaryFolder make(Map<String, String> environment) throws IOException {
    Path base = base(environment);
    Path made;
    try {
      made = Files.createTempDirectory(base, UNFINISHED);
    } catch (IOException e) {
      throw new TemporaryFolderException.NotWritable(base, e);
    }
    Path path = base.resolve(PREFIX + made.getFileName().toString().substring(UNFINISHED.length()));
    OWN.add(path);
    FileChannel lock =
        FileChannel.open(
            made.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      lock.lock();
      Files.move(made, path);
    } catch (IOException e) {
      lock.close();
      delete(made);
      throw e;
    }
    TemporaryFolder folder = new TemporaryFolder(path, lock);
    sweep(base, Files.getOwner(path));
    return folder;
  }

  /** Where temporary files are to lie. */
  public static Path base(Map<String, String> environment) {
    return Path.of(environment.getOrDefault("TMPDIR", System.getProperty("java.io.tmpdir")))
        .toAbsolutePath()
        .normalize();
  }

  public Path path() {
    return path;
  }

  @Override
  public void close() {
    delete(path);
    try {
      lock.close();
    } catch (IOException e) {
      LOG.debug("the lock of {} was not closed: {}", path, e.toString());
    }
    OWN.remove(path);
  }

  private static void sweep(Path base, UserPrincipal user) {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(base, PREFIX + "*")) {
      for (Path folder : folders) {
        if (!OWN.contains(folder)
            && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
            && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(user)) {
          deleteIfLeft(folder);
        }
      }
    } catch (IOException e) {
      LOG.debug("old folders in {} were not removed: {}", base, e.toString());
    }
  }

  private static void deleteIfLeft(Path folder) {
    try (FileChannel channel =
            FileChannel.open(
                folder.resolve(LOCK), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        FileLock nobodys = channel.tryLock()) {
      if (nobodys != null) {
        delete(folder);
      }
    } catch (IOException | OverlappingFileLockException e) {
      LOG.debug("{} is left alone: {}", folder, e.toString());
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.deleteIfExists(each);
      }
    } catch (NoSuchFileException gone) {
      LOG.debug("{} is gone already", folder);
    } catch (IOException | UncheckedIOException e) {
      LOG.debug("{} was not removed: {}", folder, e.toString());
    }
  }
}
