package dev.quiver.messaging.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.codec.Rejection;
import dev.quiver.messaging.connection.NotAuthorisedException;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SayingsTest {

  private static final Locale PORTUGUESE = Locale.forLanguageTag("pt-BR");
  private static final Sayings SAYINGS = Sayings.ofMessaging();

  @Test
  void whateverIsSaidHereIsKnownAgain() {
    BundlesAgree.check(Sayings.class);
    SayingsAgree.check(SAYINGS, Sayings.class);
  }

  @Test
  void aSayingWithinAnotherIsSaidInTheSameLanguage() {
    String said = SAYINGS.say("failure.refused", SAYINGS.say("failure.lost.gone"));

    assertThat(said).isEqualTo("the broker refused: the connection to the broker is gone");
    assertThat(SAYINGS.in(PORTUGUESE, said))
        .isEqualTo("o broker recusou: a conexão com o broker se perdeu");
    assertThat(SAYINGS.in(Locale.UK, said)).isEqualTo(said);
  }

  @Test
  void theNameOfAValueIsSaidInTheirLanguageAndTheValueAsItWasGiven() {
    String said =
        String.valueOf(
            UnusableValueException.of("value.word", ValueName.GROUP, "group", 64).getMessage());

    assertThat(SAYINGS.in(PORTUGUESE, said))
        .contains("\"group\"")
        .isEqualTo(
            UnusableValueException.of("value.word", ValueName.GROUP, "group", 64)
                .words(PORTUGUESE));
  }

  @Test
  void theWordsOfAnExceptionAreKnown() {
    String said =
        String.valueOf(new NotAuthorisedException("ana", "SEND", "a.b", null).getMessage());

    assertThat(SAYINGS.in(PORTUGUESE, said))
        .startsWith("o usuário \"ana\" não tem a permissão SEND");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "group", "it is fine", "...", "the broker refused", "user", "a {0} b"})
  void whatSomebodyElseSaysStaysAsItIs(String said) {
    assertThat(SAYINGS.in(PORTUGUESE, said)).isEqualTo(said);
  }

  @Test
  void whatWasCutShortIsKnownByItsBeginning() {
    String said = SAYINGS.say("failure.denied", "ana", "SEND", "a.b");
    int within = said.indexOf("permission") + 5;

    assertThat(SAYINGS.in(PORTUGUESE, said.substring(0, within) + "..."))
        .startsWith("o usuário \"ana\" não tem a permissão ... em ...: entre");
    // It may have been one of several that begin so.
    assertThat(SAYINGS.in(PORTUGUESE, "the value of \"x...")).isEqualTo("the value of \"x...");
  }

  @Test
  void aLongTextThatWasMadeToDeceiveTakesNoLonger() {
    String said = "the text has " + " characters, more than the allowed".repeat(20_000);

    assertThat(SAYINGS.in(PORTUGUESE, said)).startsWith("o texto tem  caracteres, mais que os");
  }

  @ParameterizedTest
  @EnumSource(Rejection.class)
  void aRejectionWithoutWordsOfOursNamesItsRule(Rejection rule) {
    RejectedMessageException rejected = new RejectedMessageException(rule, "parser: odd ']'");

    assertThat(rejected.words(Locale.ENGLISH)).isEqualTo("parser: odd ']'");
    assertThat(rejected.words(PORTUGUESE)).isNotBlank().doesNotContain("rule.", "parser");
  }
}
