package dev.quiver.numbers.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.quiver.messaging.codec.JsonCodec;
import dev.quiver.messaging.codec.JsonReader;
import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.text.Bundles;
import dev.quiver.messaging.text.Printable;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogTextsTest {

  @Test
  void bothLanguagesHaveTheSameKeysAndPlaces() {
    Bundles.assertBothLanguages(LogTextsTest.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[[[[",
        "7",
        "{\"producer\":7}",
        "{\"producer\":\"x\"}",
        "{\"producer\":\"x\",\"producer\":\"x\"}",
        "{\"producer\":\"x\"} more"
      })
  void whyAMessageWasThrownAwayIsInTheLanguageOfTheLog(String body) {
    RejectedMessageException why =
        catchThrowableOfType(
            RejectedMessageException.class,
            () -> JsonCodec.standard().read(body, LogTextsTest::producerAndRun));

    assertThat(LogLanguage.ENGLISH.format("consumer.rejected", "x", why))
        .endsWith(Printable.harmless(String.valueOf(why.getMessage())));
    assertThat(LogLanguage.PORTUGUESE.format("consumer.rejected", "x", why))
        .startsWith("descartou uma mensagem que não é nossa, de x: ")
        .doesNotContain(" is ", " the ", " of ", " not ");
  }

  private static String producerAndRun(JsonReader in) throws IOException {
    String producer = null;
    String run = null;
    while (in.next()) {
      if (in.name().equals("producer")) {
        producer = in.string();
      } else {
        run = in.string();
      }
    }
    return JsonReader.required("producer", producer) + JsonReader.required("run", run);
  }

  @Test
  void aNameIsNotDoubledWhenTheIdSaysTheRole() {
    assertThat(ProcessName.producer("7").in(LogLanguage.PORTUGUESE)).isEqualTo("Produtor-7");
    assertThat(ProcessName.producer("producer-7").in(LogLanguage.ENGLISH)).isEqualTo("producer-7");
    assertThat(ProcessName.main().in(LogLanguage.PORTUGUESE)).isEqualTo("Main");
  }
}
