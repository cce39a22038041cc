package dev.quiver.broker.export;

import dev.quiver.broker.Credentials;
import dev.quiver.broker.DataFolder;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.CodeSource;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.activemq.artemis.utils.PasswordMaskingUtil;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a stock broker needs into a folder: {@code parts} to be put into its files by hand,
 * the accounts' {@code passwords}, and, if its folder is named, {@code etc} with its files and ours
 * in them, and {@code lib} with the plugin. The broker's own folder is left alone.
 */
public final class StockExport {

  private final Path folder;
  private final StockParts parts;
  private final Map<String, String> given;
  private final List<Path> written = new ArrayList<>();

  /**
   * @param folder where to write; made if absent
   * @param given passwords somebody chose, by account; others are drawn, once
   */
  public StockExport(Path folder, StockParts parts, Map<String, String> given) {
    this.folder = folder;
    this.parts = parts;
    this.given = Map.copyOf(given);
  }

  /**
   * Writes.
   *
   * @param instance the broker's folder; null for the parts alone
   * @param decided what its operator has decided
   * @return the files
   * @throws IOException if something cannot be read or written
   * @throws dev.quiver.broker.UnusableException if the instance has something of its own in the
   *     namespace
   */
  public List<Path> write(@Nullable Instance instance, Set<Decision> decided) throws IOException {
    SortedMap<String, String> users = users();
    for (StockParts.Section section : StockParts.Section.values()) {
      write("parts/" + section.element() + ".xml", parts.text(section));
    }
    write("parts/" + Instance.ROLES, lines(parts.members()));
    writePrivately("parts/" + Instance.USERS, lines(users));
    if (instance != null) {
      Instance merged = new Merge(parts, instance).merged(decided, users);
      write("etc/" + Instance.XML, merged.xml());
      writePrivately("etc/" + Instance.USERS, merged.users());
      write("etc/" + Instance.ROLES, merged.roles());
    }
    if (decided.contains(Decision.PLUGIN)) {
      Path jar = jar();
      Path copy = made("lib/quiver-broker-config.jar");
      Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
      written.add(copy);
    }
    return List.copyOf(written);
  }

  /** Their passwords, hashed; those of an earlier export stay. */
  private SortedMap<String, String> users() throws IOException {
    Path earlier = folder.resolve("parts").resolve(Instance.USERS);
    Map<String, String> known =
        Files.exists(earlier) ? Instance.entries(Files.readString(earlier)) : Map.of();
    SortedMap<String, String> users = new TreeMap<>();
    for (Account account : parts.accounts()) {
      String name = account.name();
      String hash = known.get(name);
      String chosen = given.get(name);
      if (chosen != null) {
        users.put(name, hash(chosen));
      } else if (hash != null) {
        users.put(name, hash);
      } else {
        String drawn = Credentials.randomPassword(new SecureRandom());
        writePrivately("passwords/" + name, drawn + "\n");
        users.put(name, hash(drawn));
      }
    }
    return users;
  }

  private static String hash(String password) {
    try {
      return PasswordMaskingUtil.getHashProcessor().hash(password);
    } catch (Exception cause) {
      throw new IllegalStateException("passwords cannot be hashed", cause);
    }
  }

  /** What this class came from: the plugin is in the same jar. */
  private static Path jar() throws IOException {
    CodeSource source = StockExport.class.getProtectionDomain().getCodeSource();
    try {
      Path jar = source == null ? Path.of("") : Path.of(source.getLocation().toURI());
      if (Files.isRegularFile(jar)) {
        return jar;
      }
      throw new IOException(
          "the plugin is a jar only in a distribution of Quiver; use its command");
    } catch (URISyntaxException cause) {
      throw new IOException("the jar of the plugin is not found", cause);
    }
  }

  private void write(String name, String content) throws IOException {
    Path file = made(name);
    // It may have been made read-only, to be mounted somewhere.
    Files.deleteIfExists(file);
    Files.writeString(file, content);
    written.add(file);
  }

  private void writePrivately(String name, String content) throws IOException {
    Path file = made(name);
    DataFolder.writePrivately(file, content);
    written.add(file);
  }

  private Path made(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return file;
  }

  private static String lines(Map<String, String> entries) {
    StringBuilder text = new StringBuilder();
    entries.forEach((key, value) -> text.append(key).append(" = ").append(value).append('\n'));
    return text.toString();
  }
}
