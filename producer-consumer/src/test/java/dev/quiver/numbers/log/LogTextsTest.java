package dev.quiver.numbers.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LogTextsTest {

  private static final Pattern PLACE = Pattern.compile("\\{[0-9]+");

  @Test
  void bothLanguagesHaveTheSameKeysAndPlaces() throws IOException {
    Properties english = load("messages.properties");
    Properties portuguese = load("messages_pt.properties");
    assertThat(portuguese.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
    for (String key : english.stringPropertyNames()) {
      assertThat(places(portuguese.getProperty(key)))
          .as(key)
          .isEqualTo(places(english.getProperty(key)));
    }
  }

  @Test
  void aNameIsNotDoubledWhenTheIdSaysTheRole() {
    assertThat(ProcessName.producer("7").in(LogLanguage.PORTUGUESE)).isEqualTo("Produtor-7");
    assertThat(ProcessName.producer("producer-7").in(LogLanguage.ENGLISH)).isEqualTo("producer-7");
    assertThat(ProcessName.main().in(LogLanguage.PORTUGUESE)).isEqualTo("Main");
  }

  private static Set<String> places(String text) {
    return PLACE
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Properties load(String name) throws IOException {
    Properties properties = new Properties();
    try (Reader reader =
        new InputStreamReader(
            LogTextsTest.class.getResourceAsStream(name), StandardCharsets.UTF_8)) {
      properties.load(reader);
    }
    return properties;
  }
}
