package dev.quiver.broker;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.URIParameter;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32;
import javax.security.auth.login.Configuration;
import org.apache.activemq.artemis.utils.PasswordMaskingUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The users of one broker as files in its data folder: {@code login.config} for JAAS, {@code
 * users.properties} with hashed passwords and {@code roles.properties}. Artemis reads the last two
 * again when they change, so users come and go while it runs.
 */
final class UserFiles {

  private static final Logger LOG = LoggerFactory.getLogger(UserFiles.class);

  private final DataFolder own;
  private final DataFolder folder;
  private final String namespace;
  private final Profile profile;

  /**
   * Of a broker.
   *
   * @param own its data folder
   * @param folder where the accounts are: the same, or one that it has in common with its pair
   */
  UserFiles(DataFolder own, DataFolder folder, String namespace, Profile profile) {
    this.own = own;
    this.folder = folder;
    this.namespace = namespace;
    this.profile = profile;
  }

  /** The JAAS name of this broker, different for every data folder and part. */
  String realm() {
    CRC32 sum = new CRC32();
    sum.update(own.root().toString().getBytes(StandardCharsets.UTF_8));
    String name = namespace + "-" + Long.toHexString(sum.getValue());
    return profile.isAlone() ? name : name + "-" + profile.label();
  }

  /**
   * Makes the files if they are not there yet, and tells JAAS of them.
   *
   * @param given passwords to use instead of those there are
   */
  Credentials open(@Nullable Credentials given) {
    // Both of a pair may be starting for the first time.
    try (SetupLock alone = SetupLock.take(folder)) {
      LOG.debug("{} is held while the users are made", alone);
      Credentials credentials = given == null ? credentials() : given;
      Path login = folder.loginConfig(profile);
      DataFolder.writePrivately(login, loginConfig());
      if (!Files.exists(users()) || !Files.exists(roles())) {
        writeSystemAccounts(credentials);
      }
      if (given != null) {
        replacePasswords(given);
      }
      URI uri = login.toUri();
      Realms.add(realm(), Configuration.getInstance("JavaLoginConfig", new URIParameter(uri)));
      return credentials;
    } catch (IOException | NoSuchAlgorithmException cause) {
      throw new BrokerStartException.DataFolderUnusable(
          "folder-users",
          folder.root(),
          "its files of users cannot be written or read (" + cause + "); check their rights",
          cause);
    }
  }

  /**
   * By which those of a pair or a cluster know each other: drawn by the first that starts; if they
   * have no folder in common it follows from the admin's password, which both were given.
   */
  String clusterPassword(BrokerConfig config) throws IOException {
    if (config.cluster() != null) {
      String admin = Credentials.read(folder.root()).passwordOf(Role.ADMIN.label()).orElseThrow();
      return derived(namespace + ".cluster:" + admin);
    }
    if (config.replicates() && config.commonFolder().equals(config.dataFolder())) {
      String admin = Credentials.read(folder.root()).passwordOf(Role.ADMIN.label()).orElseThrow();
      return derived(namespace + ".pair:" + admin);
    }
    try (SetupLock alone = SetupLock.take(folder)) {
      LOG.debug("{} is held while the password of the pair is drawn", alone);
      Path file = folder.clusterPasswordFile();
      if (!Files.exists(file)) {
        DataFolder.writePrivately(file, Credentials.randomPassword(new SecureRandom()) + "\n");
      }
      return Files.readString(file).strip();
    }
  }

  void close() {
    Realms.remove(realm());
  }

  private Credentials credentials() throws IOException {
    if (Files.exists(folder.credentialsFile())) {
      return Credentials.read(folder.root());
    }
    if (Files.exists(users())) {
      throw new BrokerStartException.DataFolderUnusable(
          "folder-credentials",
          folder.root(),
          "its file \"credentials\" is missing though it has users; put the file back, or remove"
              + " etc/users.properties to have new passwords drawn",
          null);
    }
    Credentials drawn = Credentials.random(new SecureRandom());
    drawn.write(folder);
    return drawn;
  }

  private void writeSystemAccounts(Credentials credentials) throws IOException {
    Map<String, String> hashed = new TreeMap<>();
    Map<String, String> members = new TreeMap<>();
    for (Map.Entry<String, String> account : credentials.passwords().entrySet()) {
      hashed.put(account.getKey(), hash(account.getValue()));
      members.put(namespace + "." + account.getKey(), account.getKey());
      members.put(Role.personal(namespace, account.getKey()), account.getKey());
    }
    DataFolder.writePrivately(roles(), lines(members));
    DataFolder.writePrivately(users(), lines(hashed));
  }

  /** An account that was not given loses its password, so that nobody has it by an old one. */
  private void replacePasswords(Credentials given) throws IOException {
    Map<String, String> hashed = new TreeMap<>(read(users()));
    hashed.keySet().removeIf(user -> !isPerson(user));
    given.passwords().forEach((account, password) -> hashed.put(account, hash(password)));
    DataFolder.writePrivately(users(), lines(hashed));
    given.write(folder);
  }

  /** All accounts that are no system accounts, with their roles: the same for the same accounts. */
  String people() throws IOException {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(read(users()))
        .forEach(
            (user, hash) -> {
              if (isPerson(user)) {
                text.append("user ").append(user).append(' ').append(hash).append('\n');
              }
            });
    new TreeMap<>(read(roles()))
        .forEach(
            (role, members) -> {
              for (String member : new TreeSet<>(List.of(members.split("[,\\s]+")))) {
                if (isPerson(member)) {
                  text.append("role ").append(role).append(' ').append(member).append('\n');
                }
              }
            });
    return text.toString();
  }

  /** Replaces all accounts that are no system accounts by those that {@link #people} gave. */
  void adopt(String people) throws IOException {
    if (people.equals(people())) {
      return;
    }
    Map<String, String> hashed = new TreeMap<>(read(users()));
    hashed.keySet().removeIf(UserFiles::isPerson);
    Map<String, Set<String>> members = new TreeMap<>();
    read(roles())
        .forEach(
            (role, all) -> {
              Set<String> left = new TreeSet<>(List.of(all.split("[,\\s]+")));
              left.removeIf(UserFiles::isPerson);
              members.put(role, left);
            });
    for (String line : people.lines().toList()) {
      String[] words = line.split(" ", 3);
      if (words[0].equals("user")) {
        hashed.put(words[1], words[2]);
      } else {
        members.computeIfAbsent(words[1], each -> new TreeSet<>()).add(words[2]);
      }
    }
    Map<String, String> joined = new TreeMap<>();
    members.forEach(
        (role, all) -> {
          if (!all.isEmpty()) {
            joined.put(role, String.join(",", all));
          }
        });
    DataFolder.writePrivately(roles(), lines(joined));
    DataFolder.writePrivately(users(), lines(hashed));
  }

  private static boolean isPerson(String user) {
    return !user.isBlank() && Role.labelled(user).isEmpty();
  }

  private static Map<String, String> read(Path file) throws IOException {
    Properties known = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      known.load(reader);
    }
    Map<String, String> read = new TreeMap<>();
    known.stringPropertyNames().forEach(key -> read.put(key, known.getProperty(key)));
    return read;
  }

  private Path users() {
    return folder.etc().resolve("users.properties");
  }

  private Path roles() {
    return folder.etc().resolve("roles.properties");
  }

  private String loginConfig() {
    return realm()
        + " {\n"
        + "  org.apache.activemq.artemis.spi.core.security.jaas.PropertiesLoginModule required\n"
        + "    reload=true\n"
        + "    baseDir=\""
        + folder.etc().toString().replace("\\", "\\\\").replace("\"", "\\\"")
        + "\"\n"
        + "    org.apache.activemq.jaas.properties.user=\"users.properties\"\n"
        + "    org.apache.activemq.jaas.properties.role=\"roles.properties\";\n"
        + "};\n";
  }

  private static String derived(String secret) {
    try {
      byte[] sum =
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(sum);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  private static String hash(String password) {
    try {
      return PasswordMaskingUtil.getHashProcessor().hash(password);
    } catch (Exception cause) {
      throw new IllegalStateException("passwords cannot be hashed", cause);
    }
  }

  private static String lines(Map<String, String> entries) {
    StringBuilder text = new StringBuilder();
    entries.forEach((key, value) -> text.append(key).append(" = ").append(value).append('\n'));
    return text.toString();
  }
}
