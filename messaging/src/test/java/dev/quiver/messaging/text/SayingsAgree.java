package dev.quiver.messaging.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.assertj.core.api.SoftAssertions;

/** The check that whatever a package says in English is known again and said in Portuguese. */
public final class SayingsAgree {

  private static final Locale PORTUGUESE = Locale.forLanguageTag("pt");
  private static final Object[] VALUES = {"one", "two", "three", "four", "five"};

  private SayingsAgree() {}

  /**
   * Fails with each saying of the package of {@code anchor} that is not known again.
   *
   * @param sayings of that package, and of others if they are read together
   */
  public static void check(Sayings sayings, Class<?> anchor) {
    Messages english = Messages.of(anchor, Locale.ENGLISH);
    Messages portuguese = Messages.of(anchor, PORTUGUESE);
    assertThat(english.keys()).isNotEmpty();
    SoftAssertions all = new SoftAssertions();
    for (String key : english.keys()) {
      if (!key.startsWith("name.")) {
        String said = english.format(key, VALUES);
        String words = portuguese.format(key, VALUES);
        all.assertThat(sayings.in(PORTUGUESE, said)).as(key).isEqualTo(words).isNotEqualTo(said);
      }
    }
    all.assertAll();
  }
}
