package dev.quiver.broker;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The passwords of the system accounts, one a role and named like it. They are drawn at the
 * broker's first start and lie in the file {@code credentials} of its data folder, which only its
 * owner can read; local commands find them there.
 */
public final class Credentials {

  private final Map<String, String> passwords;

  Credentials(Map<String, String> passwords) {
    this.passwords = Map.copyOf(passwords);
  }

  /** Draws a password of 144 random bits for every system account. */
  static Credentials random(SecureRandom random) {
    Map<String, String> drawn = new TreeMap<>();
    for (Role role : Role.values()) {
      drawn.put(role.label(), randomPassword(random));
    }
    return new Credentials(drawn);
  }

  /** A password that nobody can guess, of letters, digits, dashes and underscores. */
  static String randomPassword(SecureRandom random) {
    byte[] bits = new byte[18];
    random.nextBytes(bits);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
  }

  /**
   * The credentials of the broker with that data folder.
   *
   * @throws IOException if there are none yet ({@link NoSuchFileException}) or they are not for
   *     this user to read
   */
  public static Credentials read(Path dataFolder) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(new DataFolder(dataFolder).credentialsFile())) {
      properties.load(reader);
    } catch (IllegalArgumentException cause) {
      throw new IOException("the credentials file in " + dataFolder + " is damaged", cause);
    }
    Map<String, String> read = new TreeMap<>();
    properties.stringPropertyNames().forEach(user -> read.put(user, properties.getProperty(user)));
    return new Credentials(read);
  }

  void write(DataFolder folder) throws IOException {
    StringBuilder text =
        new StringBuilder("# Passwords of the system accounts, drawn at the first start. Keep.\n");
    new TreeMap<>(passwords)
        .forEach((user, password) -> text.append(user).append('=').append(password).append('\n'));
    DataFolder.writePrivately(folder.credentialsFile(), text.toString());
  }

  /** The password of that system account. */
  public Optional<String> passwordOf(String user) {
    return Optional.ofNullable(passwords.get(user));
  }

  Map<String, String> passwords() {
    return passwords;
  }

  @Override
  public String toString() {
    return "Credentials of " + new TreeMap<>(passwords).keySet();
  }
}
