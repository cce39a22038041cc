package dev.quiver.tasks.handler.builtin;

/**
 * Counts words as GNU {@code wc -w} does in the locale C.UTF-8: a word is what stands between
 * separators and holds a printing character. Separators are white space, the non-breaking spaces
 * and the word joiner; the line and paragraph separators and the control characters other than
 * white space neither separate nor print.
 *
 * <p>What prints is decided by glibc's Unicode tables there and by the JDK's here; {@link
 * NewerCharacters} bridges the one version between JDK 17 and glibc 2.36. Newer versions of {@code
 * wc} count a run of characters that do not print as a word.
 */
final class WordCounter {

  private static final int ASCII_SPACES_FROM = 0x09;
  private static final int ASCII_SPACES_TO = 0x0d;
  private static final int DELETE = 0x7f;

  private long words;
  private boolean inWord;
  private char high;

  /** Takes the next characters of the text; a pair of surrogates may be split between two calls. */
  void add(char[] chars, int length) {
    for (int i = 0; i < length; i++) {
      char c = chars[i];
      if (c < DELETE) {
        ascii(c);
      } else if (Character.isHighSurrogate(c)) {
        high = c;
      } else {
        beyondAscii(Character.isLowSurrogate(c) ? Character.toCodePoint(high, c) : c);
      }
    }
  }

  /** How many there were so far. */
  long words() {
    return words;
  }

  private void ascii(char c) {
    if (c > ' ') {
      printing();
    } else if (c == ' ' || (c >= ASCII_SPACES_FROM && c <= ASCII_SPACES_TO)) {
      inWord = false;
    }
  }

  private void beyondAscii(int c) {
    if (isSeparator(c)) {
      inWord = false;
    } else if (!inWord && isPrinting(c)) {
      printing();
    }
  }

  private void printing() {
    if (!inWord) {
      inWord = true;
      words++;
    }
  }

  private static boolean isSeparator(int c) {
    return c == 0xa0
        || c == 0x1680
        || (c >= 0x2000 && c <= 0x200a)
        || c == 0x202f
        || c == 0x205f
        || c == 0x2060
        || c == 0x3000;
  }

  private static boolean isPrinting(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
      case Character.UNASSIGNED -> NewerCharacters.contains(c);
      default -> !NewerCharacters.isLater(c);
    };
  }
}
