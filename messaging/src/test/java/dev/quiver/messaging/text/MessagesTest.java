package dev.quiver.messaging.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.messaging.text.agreeing.Anchor;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class MessagesTest {

  private static final Locale PORTUGUESE = Locale.forLanguageTag("pt-BR");

  @Test
  void theCallerChoosesTheLanguage() {
    assertThat(Messages.of(Anchor.class, Locale.ENGLISH).format("greeting", "Ana"))
        .isEqualTo("Hello, Ana: it's 'your' queue");
    assertThat(Messages.of(Anchor.class, PORTUGUESE).format("greeting", "Ana"))
        .isEqualTo("Olá, Ana: é a 'sua' fila");
  }

  @Test
  void anotherLanguageFallsBackToEnglishAndNotToTheMachines() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(PORTUGUESE);
      assertThat(Messages.of(Anchor.class, Locale.GERMAN).format("plain"))
          .isEqualTo("No places, it's plain");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void aWholeNumberIsShownAsItIsUnlessAskedOtherwise() {
    assertThat(Messages.of(Anchor.class, Locale.ENGLISH).format("numbers", 61616, 61616))
        .isEqualTo("port 61616, 61,616 messages");
    assertThat(Messages.of(Anchor.class, PORTUGUESE).format("numbers", 61616L, 61616))
        .isEqualTo("porta 61616, 61.616 mensagens");
  }

  @Test
  void aMissingTextIsShownAsItsKey() {
    assertThat(Messages.of(Anchor.class, Locale.ENGLISH).format("no.such.key", 1, "b"))
        .isEqualTo("no.such.key [1, b]");
  }

  @Test
  void bundlesThatAgreePass() {
    assertThat(BundlesAgree.problems(Anchor.class)).isEmpty();
  }

  /** The control: each kind of disagreement is found. */
  @Test
  void bundlesThatDisagreeAreCaught() {
    assertThat(BundlesAgree.problems(dev.quiver.messaging.text.disagreeing.Anchor.class))
        .anyMatch(each -> each.contains("only.english") && each.contains("missing in Portuguese"))
        .anyMatch(each -> each.contains("only.portuguese") && each.contains("missing in English"))
        .anyMatch(each -> each.contains("other.places"))
        .anyMatch(each -> each.contains("other.format"))
        .anyMatch(each -> each.contains("broken.pattern"))
        .anyMatch(each -> each.contains("empty.text"))
        .hasSize(6);
  }
}
