package dev.quiver.dht.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.messaging.text.Bundles;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Tables and pictures, in both languages. */
class ExperimentsTest {

  private static final Pattern WORDS = Pattern.compile("<text[^>]*>([^<]*[a-z]{2}[^<]*)</text>");

  private static List<Report> all(String language) {
    Experiments experiments =
        new Experiments(Locale.forLanguageTag(language), 1, (stage, number) -> {});
    return List.of(
        experiments.pathLength(List.of(8, 16)),
        experiments.load(30),
        experiments.massFailure(60, 100),
        experiments.churn(60, 20));
  }

  private static Set<String> words(List<Report> reports) {
    Set<String> words = new TreeSet<>();
    for (Report report : reports) {
      for (String svg : report.pictures().values()) {
        WORDS.matcher(svg).results().map(found -> found.group(1)).forEach(words::add);
      }
    }
    return words;
  }

  @Test
  void picturesSpeakTheReadersLanguageAndTablesAreTheSame() {
    List<Report> english = all("en");
    List<Report> portuguese = all("pt");
    for (int i = 0; i < english.size(); i++) {
      assertThat(portuguese.get(i).csv()).isEqualTo(english.get(i).csv());
      assertThat(portuguese.get(i).pictures().keySet())
          .isEqualTo(english.get(i).pictures().keySet());
    }
    assertThat(words(english)).contains("hops", "half of log2 N", "distance", "ours");
    assertThat(words(portuguese))
        .contains("saltos", "metade de log2 N", "distância", "nosso")
        .doesNotContainAnyElementsOf(words(english));
  }

  @Test
  void everyWordIsThereInBothLanguages() {
    Bundles.assertBothLanguages(Experiments.class);
  }
}
