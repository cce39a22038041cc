package dev.quiver.cli.config;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Passwords of accounts that were made for this user on this machine's broker, one file each,
 * readable by their owner alone.
 */
public final class PasswordStore {

  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private final Path folder;

  /**
   * @param home the folder of this user's configuration
   */
  public PasswordStore(Path home) {
    folder = home.resolve("passwords");
  }

  /** Where that user's password lies, if it was kept. */
  public Path fileOf(String user) {
    if (!user.matches("[a-z0-9-]{1,64}")) {
      // Such a name cannot exist here, and must not lead out of the folder.
      return folder.resolve("none");
    }
    return folder.resolve(user);
  }

  /** Keeps it, whole or not at all. */
  public void keep(String user, String password) throws IOException {
    Files.createDirectories(folder, onlyOwner("rwx------"));
    Path fresh = Files.createTempFile(folder, ".", ".new", onlyOwner("rw-------"));
    try {
      Files.writeString(fresh, password + "\n");
      Files.move(
          fresh, fileOf(user), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /** Forgets it, if it was kept. */
  public void forget(String user) throws IOException {
    Files.deleteIfExists(fileOf(user));
  }

  private static FileAttribute<?>[] onlyOwner(String rights) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))
        }
        : new FileAttribute<?>[0];
  }
}
