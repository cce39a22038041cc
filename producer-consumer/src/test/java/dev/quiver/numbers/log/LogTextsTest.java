package dev.quiver.numbers.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.messaging.text.Bundles;
import org.junit.jupiter.api.Test;

class LogTextsTest {

  @Test
  void bothLanguagesHaveTheSameKeysAndPlaces() {
    Bundles.assertBothLanguages(LogTextsTest.class);
  }

  @Test
  void aNameIsNotDoubledWhenTheIdSaysTheRole() {
    assertThat(ProcessName.producer("7").in(LogLanguage.PORTUGUESE)).isEqualTo("Produtor-7");
    assertThat(ProcessName.producer("producer-7").in(LogLanguage.ENGLISH)).isEqualTo("producer-7");
    assertThat(ProcessName.main().in(LogLanguage.PORTUGUESE)).isEqualTo("Main");
  }
}
