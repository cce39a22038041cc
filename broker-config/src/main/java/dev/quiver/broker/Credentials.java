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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The passwords of the system accounts, one a role and named like it. They are drawn at the
 * broker's first start, or given by whoever starts it, and lie in the file {@code credentials} of
 * its data folder, which only its owner can read; local commands find them there.
 */
public final class Credentials {

  private final Map<String, String> passwords;

  Credentials(Map<String, String> passwords) {
    this.passwords = Map.copyOf(passwords);
  }

  /**
   * Passwords that somebody chose. An account that is not among them cannot log in.
   *
   * @param passwords by account, which is a role's label
   * @throws IllegalArgumentException if there is none, one is empty, or there is no such account
   */
  public static Credentials of(Map<String, String> passwords) {
    if (passwords.isEmpty()) {
      throw new IllegalArgumentException(
          "no system account has a password, so nobody could log in: give one at least to admin");
    }
    passwords.forEach(
        (account, password) -> {
          if (Role.labelled(account).isEmpty()) {
            throw new IllegalArgumentException("there is no system account \"" + account + "\"");
          }
          if (password.isBlank()) {
            throw new IllegalArgumentException("the password of " + account + " is empty");
          }
        });
    return new Credentials(passwords);
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
  public static String randomPassword(SecureRandom random) {
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
    DataFolder folder = DataFolder.commonOf(dataFolder);
    try (Reader reader = Files.newBufferedReader(folder.credentialsFile())) {
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
        new StringBuilder("# Passwords of the system accounts, drawn or given at a start. Keep.\n");
    new TreeMap<>(passwords)
        .forEach(
            (user, password) ->
                text.append(user).append('=').append(escaped(password)).append('\n'));
    DataFolder.writePrivately(folder.credentialsFile(), text.toString());
  }

  /** A chosen one may begin with a blank or hold backslashes, which mean something in the file. */
  private static String escaped(String password) {
    String whole = password.replace("\\", "\\\\");
    return Character.isWhitespace(whole.charAt(0)) ? "\\" + whole : whole;
  }

  /** The password of that system account. */
  public Optional<String> passwordOf(String user) {
    return Optional.ofNullable(passwords.get(user));
  }

  /** The accounts that have a password. */
  public Set<String> accounts() {
    return new TreeSet<>(passwords.keySet());
  }

  Map<String, String> passwords() {
    return passwords;
  }

  @Override
  public String toString() {
    return "Credentials of " + accounts();
  }
}
