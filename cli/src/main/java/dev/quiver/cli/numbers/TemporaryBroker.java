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
final class TemporaryBroker implements AutoCloseable {

  private final Path folder;
  private final QuiverBroker broker;

  private TemporaryBroker(Path folder, QuiverBroker broker) {
    this.folder = folder;
    this.broker = broker;
  }

  /**
   * Starts it on a free port.
   *
   * @throws dev.quiver.broker.BrokerStartException if that is not possible
   */
  static TemporaryBroker start() throws IOException {
    Path folder = Files.createTempDirectory("quiver-numbers-");
    try {
      QuiverBroker broker =
          QuiverBroker.start(BrokerConfig.in(folder.resolve("broker")).withPort(0));
      TemporaryBroker temporary = new TemporaryBroker(folder, broker);
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
            .passwordOf(Role.NUMBERS.label())
            .orElseThrow(() -> new IllegalStateException("the broker has no account for numbers"));
    Files.writeString(passwordFile(), password + "\n");
  }

  /** Holds the password of the account for numbers. */
  Path passwordFile() {
    return folder.resolve("numbers.password");
  }

  String url() {
    return broker.url();
  }

  Path data() {
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
