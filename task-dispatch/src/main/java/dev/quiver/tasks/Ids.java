package dev.quiver.tasks;

/**
 * What the ids of this vocabulary may look like. Every message is read with several of them, so
 * they are checked by hand and not by regular expressions.
 */
final class Ids {

  private static final int MAX_ID = 64;
  private static final int MAX_TYPE = 128;

  private Ids() {}

  static void requireLowerCase(String what, String value) {
    require(
        isLowerCase(value),
        what,
        value,
        "begin with a lower-case letter or digit and use lower-case letters, digits and dashes, at"
            + " most 64");
  }

  static void requireWord(String what, String value) {
    require(
        isWord(value),
        what,
        value,
        "begin with a letter or digit and use letters, digits, dashes and underscores, at most 64");
  }

  static void requireType(String value) {
    require(
        isType(value),
        "task type",
        value,
        "dotted lower-case words such as text.count_words, at most 128 characters");
  }

  private static boolean isLowerCase(String value) {
    int length = value.length();
    if (length == 0 || length > MAX_ID || value.charAt(0) == '-') {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (!isLower(c) && !isDigit(c) && c != '-') {
        return false;
      }
    }
    return true;
  }

  private static boolean isWord(String value) {
    int length = value.length();
    if (length == 0 || length > MAX_ID || value.charAt(0) == '-' || value.charAt(0) == '_') {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (!isLower(c) && !isUpper(c) && !isDigit(c) && c != '-' && c != '_') {
        return false;
      }
    }
    return true;
  }

  /** Words of lower-case letters, digits and underscores between dots; a letter comes first. */
  private static boolean isType(String value) {
    int length = value.length();
    if (length == 0 || length > MAX_TYPE || !isLower(value.charAt(0))) {
      return false;
    }
    boolean inWord = false;
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (isLower(c) || isDigit(c) || c == '_') {
        inWord = true;
      } else if (c == '.' && inWord) {
        inWord = false;
      } else {
        return false;
      }
    }
    return inWord;
  }

  private static boolean isLower(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isUpper(char c) {
    return c >= 'A' && c <= 'Z';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static void require(boolean usable, String what, String value, String mend) {
    if (!usable) {
      String shown = value.length() > 80 ? value.substring(0, 80) + "..." : value;
      throw new IllegalArgumentException(
          "the " + what + " \"" + shown + "\" is not usable: " + mend);
    }
  }
}
