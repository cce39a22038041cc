package dev.quiver.cli.numbers;

import dev.quiver.broker.BrokerConfig;
import dev.quiver.broker.QuiverBroker;
import dev.quiver.broker.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A broker in this process for the time of one demonstration. Its data go with it. */
public final class TemporaryBroker implements AutoCloseable {

  private final Path folder;
  private final QuiverBroker broker;
  private final Role role;

  private TemporaryBroker(Path folder, QuiverBroker broker, Role role) {
    this.role = role;
    this.folder = folder;
    this.broker = broker;
  }

  /**
   * Starts it on a free port.
   *
   * @param role whose password is kept for the children
   * @throws dev.quiver.broker.BrokerStartException if that is not possible
   */
  public static TemporaryBroker start(Role role) throws IOException {
    Path folder = Files.createTempDirectory("quiver-" + role.label() + "-");
    try {
      QuiverBroker broker =
          QuiverBroker.start(BrokerConfig.in(folder.resolve("broker")).withPort(0));
      TemporaryBroker temporary = new TemporaryBroker(folder, broker, role);
      temporary.writePassword();
      return temporary;
    } catch (RuntimeException e) {
      delete(folder);
      throw e;
    }
  }

  private void writePassword() throws IOException {
    Files.createFile(
        passwordFile(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    String password =
        broker
            .credentials()
            .passwordOf(role.label())
            .orElseThrow(
                () -> new IllegalStateException("the broker has no account " + role.label()));
    Files.writeString(passwordFile(), password + "\n");
  }

  /** Holds the password of the role's account. */
  public Path passwordFile() {
    return folder.resolve(role.label() + ".password");
  }

  /** Where it listens. */
  public String url() {
    return broker.url();
  }

  /** Where its data are, until it is closed. */
  public Path data() {
    return broker.config().dataFolder();
  }

  @Override
  public void close() {
    try {
      broker.close();
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.deleteIfExists(each);
      }
    } catch (IOException | UncheckedIOException e) {
      // It lies in the system's folder for temporary files, which is emptied by others too.
    }
  }
}
