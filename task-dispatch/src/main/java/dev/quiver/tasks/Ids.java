package dev.quiver.tasks;

import java.util.regex.Pattern;

/** What the ids of this vocabulary may look like. */
final class Ids {

  private static final Pattern LOWER_CASE = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
  private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z0-9_]+)*");

  private Ids() {}

  static void requireLowerCase(String what, String value) {
    require(
        LOWER_CASE.matcher(value).matches(),
        what,
        value,
        "begin with a lower-case letter or digit and use lower-case letters, digits and dashes, at"
            + " most 64");
  }

  static void requireWord(String what, String value) {
    require(
        WORD.matcher(value).matches(),
        what,
        value,
        "begin with a letter or digit and use letters, digits, dashes and underscores, at most 64");
  }

  static void requireType(String value) {
    require(
        value.length() <= 128 && TYPE.matcher(value).matches(),
        "task type",
        value,
        "dotted lower-case words such as text.count_words, at most 128 characters");
  }

  private static void require(boolean usable, String what, String value, String mend) {
    if (!usable) {
      String shown = value.length() > 80 ? value.substring(0, 80) + "..." : value;
      throw new IllegalArgumentException(
          "the " + what + " \"" + shown + "\" is not usable: " + mend);
    }
  }
}
