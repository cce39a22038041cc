package dev.quiver.messaging.text;

/**
 * What names and ids may look like. Every message is read with several of them, so they are checked
 * by hand and not by regular expressions.
 */
public final class Names {

  private static final int MAX_ID = 64;
  private static final int MAX_TYPE = 128;

  private Names() {}

  /**
   * Lower-case letters, digits and dashes, at most 64, no dash first.
   *
   * @throws UnusableValueException if it is not
   */
  public static void requireLowerCase(ValueName what, String value) {
    if (!isLowerCase(value)) {
      throw UnusableValueException.of("value.lowerCase", what, value);
    }
  }

  /**
   * Letters, digits, dashes and underscores, at most 64, a letter or digit first.
   *
   * @throws UnusableValueException if it is not
   */
  public static void requireWord(ValueName what, String value) {
    if (!isWord(value)) {
      throw UnusableValueException.of("value.word", what, value, MAX_ID);
    }
  }

  /**
   * Dotted lower-case words such as {@code text.count_words}, at most 128 characters.
   *
   * @throws UnusableValueException if it is not
   */
  public static void requireType(String value) {
    if (!isType(value)) {
      throw UnusableValueException.of("value.type", value);
    }
  }

  /** Whether it is lower-case letters, digits and dashes, at most 64, as logins are. */
  public static boolean isLogin(String value) {
    int length = value.length();
    if (length == 0 || length > MAX_ID) {
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

  private static boolean isLowerCase(String value) {
    return isLogin(value) && value.charAt(0) != '-';
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
}
