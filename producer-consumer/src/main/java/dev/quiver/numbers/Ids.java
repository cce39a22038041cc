package dev.quiver.numbers;

import dev.quiver.messaging.text.UnusableValueException;
import dev.quiver.messaging.text.ValueName;
import java.util.regex.Pattern;

/** What the ids of this vocabulary may look like. */
final class Ids {

  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

  private Ids() {}

  static void requireWord(ValueName what, String value) {
    if (!WORD.matcher(value).matches()) {
      throw UnusableValueException.of("value.word", what, value, 64);
    }
  }
}
