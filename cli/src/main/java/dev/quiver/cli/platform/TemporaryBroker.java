package dev.quiver.cli.platform;

import dev.quiver.broker.BrokerConfig;
import dev.quiver.broker.QuiverBroker;
import dev.quiver.broker.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** A broker in this process for the time of one demonstration. Its data go with it. */
public final class TemporaryBroker implements AutoCloseable {

  private final TemporaryFolder folder;
  private final QuiverBroker broker;
  private final Role role;

  private TemporaryBroker(TemporaryFolder folder, QuiverBroker broker, Role role) {
    this.role = role;
    this.folder = folder;
    this.broker = broker;
  }

  /**
   * Starts it on a free port.
   *
   * @param role whose password is kept for the children
   * @param environment names the folder for temporary files
   * @throws dev.quiver.broker.BrokerStartException if that is not possible
   */
  public static TemporaryBroker start(Role role, Map<String, String> environment)
      throws IOException {
    TemporaryFolder folder = TemporaryFolder.make(environment);
    try {
      QuiverBroker broker =
          QuiverBroker.start(BrokerConfig.in(folder.path().resolve("broker")).withPort(0));
      TemporaryBroker temporary = new TemporaryBroker(folder, broker, role);
      try {
        temporary.writePassword();
        return temporary;
      } catch (IOException | RuntimeException e) {
        broker.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      folder.close();
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
    return folder.path().resolve(role.label() + ".password");
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
      folder.close();
    }
  }
}
