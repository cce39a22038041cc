package dev.quiver.cli.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The user's configuration, {@code config.properties}: {@code url}, {@code tls}, {@code cluster},
 * {@code user}, {@code password-file}, {@code namespace}, {@code data}. It may be absent.
 *
 * @param path where it is, or would be
 * @param values what it says
 */
public record ConfigFile(Path path, Map<String, String> values) {

  /** The keys it may have. */
  public static final Set<String> KEYS =
      Set.of("url", "tls", "cluster", "user", "password-file", "namespace", "data");

  public ConfigFile {
    values = Map.copyOf(values);
  }

  /**
   * Reads that file; an absent one says nothing.
   *
   * @throws IllegalArgumentException if it cannot be read, or has a key that means nothing, which
   *     would otherwise be believed to have an effect
   */
  public static ConfigFile read(Path path) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(path)) {
      properties.load(reader);
    } catch (NoSuchFileException absent) {
      return new ConfigFile(path, Map.of());
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the configuration " + path + " cannot be read: " + e.getMessage(), e);
    }
    Map<String, String> values = new TreeMap<>();
    for (String key : properties.stringPropertyNames()) {
      if (!KEYS.contains(key)) {
        throw new IllegalArgumentException(
            "the configuration "
                + path
                + " has the key \""
                + key
                + "\", which means nothing: use "
                + String.join(", ", new TreeSet<>(KEYS)));
      }
      values.put(key, properties.getProperty(key).strip());
    }
    return new ConfigFile(path, values);
  }

  /** What it says under that key, if anything. */
  Optional<String> get(String key) {
    return Optional.ofNullable(values.get(key)).filter(value -> !value.isEmpty());
  }
}
