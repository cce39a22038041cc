package dev.quiver.messaging.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What must be true of the texts of every module. */
public final class Bundles {

  /** The number of the argument: how it is formatted may differ between languages. */
  private static final Pattern PLACE = Pattern.compile("\\{[0-9]+");

  private Bundles() {}

  /**
   * The texts beside that class say the same things, with the same arguments, in both languages.
   */
  public static void assertBothLanguages(Class<?> beside) {
    Properties english = load(beside, "messages.properties");
    Properties portuguese = load(beside, "messages_pt.properties");
    assertThat(english).isNotEmpty();
    assertThat(portuguese.stringPropertyNames())
        .containsExactlyInAnyOrderElementsOf(english.stringPropertyNames());
    for (String key : english.stringPropertyNames()) {
      assertThat(places(portuguese.getProperty(key)))
          .as(key)
          .isEqualTo(places(english.getProperty(key)));
    }
  }

  private static Set<String> places(String pattern) {
    Set<String> places = new TreeSet<>();
    PLACE.matcher(pattern).results().map(MatchResult::group).forEach(places::add);
    return places;
  }

  private static Properties load(Class<?> beside, String name) {
    Properties properties = new Properties();
    try (InputStream in = beside.getResourceAsStream(name)) {
      assertThat(in).as("%s beside %s", name, beside).isNotNull();
      properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }
}
