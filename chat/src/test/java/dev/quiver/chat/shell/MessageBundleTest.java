package dev.quiver.chat.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MessageBundleTest {

  private static final Pattern PLACE = Pattern.compile("\\{[^}]*}");

  @Test
  void bothLanguagesHaveTheSameKeysAndPlaces() throws Exception {
    Properties english = load("messages.properties");
    Properties portuguese = load("messages_pt.properties");
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

  private static Properties load(String name) throws IOException {
    Properties properties = new Properties();
    try (InputStream in = MessageBundleTest.class.getResourceAsStream(name)) {
      properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    }
    return properties;
  }
}
