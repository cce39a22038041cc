package dev.quiver.numbers;

import java.util.regex.Pattern;

/** What the ids of this vocabulary may look like. */
final class Ids {

  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

  private Ids() {}

  static void requireWord(String what, String value) {
    if (!WORD.matcher(value).matches()) {
      String shown = value.length() > 80 ? value.substring(0, 80) + "..." : value;
      throw new IllegalArgumentException(
          "the "
              + what
              + " \""
              + shown
              + "\" is not usable: begin with a letter or digit and use letters, digits, dashes and"
              + " underscores, at most 64");
    }
  }
}
