package dev.quiver.messaging.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Format;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The check that a package's texts are the same in English and Portuguese: same keys, same places
 * of the same kind, nothing empty, no apostrophe doubled, nothing that cannot be filled. And that
 * sources use no key that is missing.
 */
public final class BundlesAgree {

  private BundlesAgree() {}

  /** Fails with all that is wrong with the bundles beside that class. */
  public static void check(Class<?> anchor) {
    assertThat(problems(anchor)).as("texts of " + anchor.getPackageName()).isEmpty();
  }

  /**
   * Fails if a key is missing that a source below that folder uses: as a literal in the first place
   * of a call of {@code methods}.
   *
   * @param sources such as {@code src/main/java}
   * @param methods names such as {@code format}
   */
  public static void checkUse(Class<?> anchor, Path sources, String... methods) {
    Set<String> known = load(anchor, "").stringPropertyNames();
    Pattern call =
        Pattern.compile("\\b(?:" + String.join("|", methods) + ")\\(\\s*\"([a-zA-Z0-9_.-]+)\"");
    List<String> missing = new ArrayList<>();
    int used = 0;
    for (Path file : javaFiles(sources)) {
      Matcher matcher = call.matcher(read(file));
      while (matcher.find()) {
        used++;
        if (!known.contains(matcher.group(1))) {
          missing.add(file.getFileName() + " uses " + matcher.group(1));
        }
      }
    }
    assertThat(used).as("uses of texts found in " + sources).isPositive();
    assertThat(missing).as("keys without a text in " + anchor.getPackageName()).isEmpty();
  }

  /** All that is wrong with the bundles beside that class. */
  public static List<String> problems(Class<?> anchor) {
    Properties english = load(anchor, "");
    Properties portuguese = load(anchor, "_pt");
    List<String> problems = new ArrayList<>();
    Set<String> keys = new TreeSet<>(english.stringPropertyNames());
    keys.addAll(portuguese.stringPropertyNames());
    for (String key : keys) {
      String one = english.getProperty(key);
      String other = portuguese.getProperty(key);
      if (one == null || other == null) {
        problems.add(key + ": missing in " + (one == null ? "English" : "Portuguese"));
      } else {
        compare(key, one, other, problems);
      }
    }
    return problems;
  }

  private static void compare(String key, String one, String other, List<String> problems) {
    if (one.isBlank() || other.isBlank()) {
      problems.add(key + ": empty");
      return;
    }
    if (one.contains("''") || other.contains("''")) {
      problems.add(key + ": an apostrophe is written once, and would be shown twice");
    }
    try {
      Set<String> inOne = places(one);
      Set<String> inOther = places(other);
      if (!inOne.equals(inOther)) {
        problems.add(key + ": the places are " + inOne + " and " + inOther);
      }
    } catch (IllegalArgumentException e) {
      problems.add(key + ": cannot be filled: " + e.getMessage());
    }
  }

  /** Each place with the kind of its format. */
  private static Set<String> places(String pattern) {
    Set<String> places = new TreeSet<>();
    MessageFormat format = new MessageFormat(pattern.replace("'", "''"), Locale.ENGLISH);
    Format[] formats = format.getFormatsByArgumentIndex();
    for (int i = 0; i < formats.length; i++) {
      if (pattern.matches("(?s).*\\{\\s*" + i + "\\s*[,}].*")) {
        places.add(i + (formats[i] == null ? "" : ":" + formats[i].getClass().getSimpleName()));
      }
    }
    return places;
  }

  private static Properties load(Class<?> anchor, String suffix) {
    String name = "messages" + suffix + ".properties";
    Properties properties = new Properties();
    try (var in = anchor.getResourceAsStream(name)) {
      assertThat(in).as(name + " beside " + anchor.getName()).isNotNull();
      properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }

  private static List<Path> javaFiles(Path sources) {
    try (Stream<Path> files = Files.walk(sources)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
