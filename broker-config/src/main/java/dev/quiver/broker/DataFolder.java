package dev.quiver.broker;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/** Where things lie in a broker's data folder, and how they are written for their owner alone. */
public final class DataFolder {

  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private final Path root;

  DataFolder(Path root) {
    this.root = root;
  }

  /** Where the broker of this user keeps its data unless told otherwise. */
  public static Path defaultFolder() {
    return defaultFolder(System.getenv(), System.getProperty("user.home", "."));
  }

  static Path defaultFolder(Map<String, String> environment, String home) {
    String chosen = environment.get("QUIVER_HOME");
    Path base =
        chosen == null || chosen.isBlank() ? Path.of(home).resolve(".quiver") : Path.of(chosen);
    return base.resolve("broker").toAbsolutePath().normalize();
  }

  /**
   * The URL of the broker or the pair that runs on this folder, if one does (or did and was
   * killed).
   */
  public static Optional<String> urlOfRunning(Path dataFolder) {
    try {
      return Optional.of(Files.readString(commonOf(dataFolder).urlFile()).strip())
          .filter(url -> !url.isEmpty());
    } catch (IOException absent) {
      return Optional.empty();
    }
  }

  /** The folder of the certificates of the broker that runs on this folder, if it is encrypted. */
  public static Optional<Path> tlsOfRunning(Path dataFolder) {
    try {
      return Optional.of(Files.readString(commonOf(dataFolder).tlsFile()).strip())
          .filter(folder -> !folder.isEmpty())
          .map(Path::of);
    } catch (IOException absent) {
      return Optional.empty();
    }
  }

  Path root() {
    return root;
  }

  /** Where a broker with that data folder keeps accounts and address: there, or with its pair. */
  static DataFolder commonOf(Path dataFolder) {
    DataFolder own = new DataFolder(dataFolder);
    try {
      return new DataFolder(Path.of(Files.readString(own.commonFile()).strip()));
    } catch (IOException alone) {
      return own;
    }
  }

  /** Leaves word, for {@link #commonOf}, where accounts and address are. */
  void pointTo(DataFolder common) throws IOException {
    if (common.root().equals(root)) {
      Files.deleteIfExists(commonFile());
    } else {
      writePrivately(commonFile(), common.root() + "\n");
    }
  }

  private Path commonFile() {
    return root.resolve("common");
  }

  Path journal() {
    return root.resolve("journal");
  }

  Path etc() {
    return root.resolve("etc");
  }

  Path credentialsFile() {
    return root.resolve("credentials");
  }

  /** One for both of a pair. */
  Path clusterPasswordFile() {
    return root.resolve("pair.password");
  }

  /** What a broker of that profile was started with. */
  Path configuration(Profile profile) {
    return etc().resolve(named("broker", profile) + ".xml");
  }

  Path loginConfig(Profile profile) {
    return etc().resolve(named("login", profile) + ".config");
  }

  private static String named(String name, Profile profile) {
    return profile.isAlone() ? name : name + "-" + profile.label();
  }

  Path tlsFile() {
    return root.resolve("broker.tls");
  }

  Path urlFile() {
    return root.resolve("broker.url");
  }

  /** Held for as long as it takes to draw the first passwords. */
  Path setupLockFile() {
    return root.resolve("lock.setup");
  }

  Path lockFile() {
    return root.resolve("lock");
  }

  /** Makes the folder, for its owner alone. */
  void create() {
    try {
      if (!Files.isDirectory(root)) {
        Files.createDirectories(root, onlyOwner("rwx------"));
      }
      if (POSIX) {
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
      }
      if (!Files.isDirectory(etc())) {
        Files.createDirectory(etc(), onlyOwner("rwx------"));
      }
    } catch (IOException cause) {
      throw new BrokerStartException.DataFolderUnusable(
          "folder-denied",
          root,
          "it cannot be made or written ("
              + cause
              + "); check its path, its rights and the space on its disk",
          cause);
    }
  }

  /** Writes a file that only its owner may read, whole or not at all. */
  public static void writePrivately(Path file, String content) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path fresh =
        Files.createTempFile(folder, "." + file.getFileName(), ".new", onlyOwner("rw-------"));
    try {
      Files.writeString(fresh, content);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static FileAttribute<?>[] onlyOwner(String rights) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))
        }
        : new FileAttribute<?>[0];
  }
}
