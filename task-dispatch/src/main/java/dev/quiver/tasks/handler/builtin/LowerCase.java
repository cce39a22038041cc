package dev.quiver.tasks.handler.builtin;

import java.io.IOException;
import java.io.Writer;

/**
 * Lower case without a locale, for a text that comes in pieces. Only one rule looks at neighbours:
 * a capital sigma becomes a final one if a cased letter stands before it and none after it, with
 * what is case-ignorable passed over (Unicode 3.13, Final_Sigma). So after such a sigma the text is
 * held until the next character that tells.
 *
 * <p>{@link String#toLowerCase} of JDK 17 bounds that rule by its word iterator instead and needs
 * the whole text.
 */
final class LowerCase {

  /** After so many case-ignorable characters a sigma is taken for final. */
  static final int MAX_HELD_CHARS = 64 * 1024;

  /** The one character whose lower case is longer. */
  private static final int CAPITAL_I_WITH_DOT = 0x130;

  private static final String SMALL_I_WITH_DOT = "i\u0307";
  private static final int CAPITAL_SIGMA = 0x3a3;
  private static final char SIGMA = 'σ';
  private static final char FINAL_SIGMA = 'ς';

  /** Word_Break MidLetter, MidNumLet and Single_Quote: case-ignorable whatever their category. */
  private static final String IGNORABLE_PUNCTUATION =
      "'.:·\u0387\u055f\u05f4\u2018\u2019\u2024\u2027\ufe13\ufe52\ufe55\uff07\uff0e\uff1a";

  private final Writer out;
  private final StringBuilder held = new StringBuilder();
  private boolean holding;
  private boolean afterCased;

  LowerCase(Writer out) {
    this.out = out;
  }

  /**
   * Takes the next piece.
   *
   * @param piece does not end between the halves of a surrogate pair
   */
  void add(String piece) throws IOException {
    for (int i = 0; i < piece.length(); ) {
      int c = piece.codePointAt(i);
      i += Character.charCount(c);
      add(c);
    }
  }

  /** Writes what is still held; the text has ended. */
  void end() throws IOException {
    release(FINAL_SIGMA);
  }

  private void add(int c) throws IOException {
    boolean ignorable = isCaseIgnorable(c);
    boolean cased = isCased(c);
    if (holding && (cased || !ignorable)) {
      release(cased ? SIGMA : FINAL_SIGMA);
    }
    if (c == CAPITAL_SIGMA && afterCased) {
      holding = true;
    } else {
      write(c);
    }
    // A character that is both cased and ignorable tells when it stands before, see Unicode 3.13.
    if (cased || !ignorable) {
      afterCased = cased;
    }
    if (held.length() > MAX_HELD_CHARS) {
      release(FINAL_SIGMA);
    }
  }

  private void release(char sigma) throws IOException {
    if (holding) {
      out.write(sigma);
      out.append(held);
      held.setLength(0);
      holding = false;
    }
  }

  private void write(int c) throws IOException {
    if (holding) {
      append(c, held);
    } else {
      append(c, out);
    }
  }

  private static void append(int c, Appendable target) throws IOException {
    if (c == CAPITAL_I_WITH_DOT) {
      target.append(SMALL_I_WITH_DOT);
      return;
    }
    int lower = Character.toLowerCase(c);
    if (Character.isBmpCodePoint(lower)) {
      target.append((char) lower);
    } else {
      target.append(Character.highSurrogate(lower)).append(Character.lowSurrogate(lower));
    }
  }

  private static boolean isCased(int c) {
    return Character.isLowerCase(c) || Character.isUpperCase(c) || Character.isTitleCase(c);
  }

  private static boolean isCaseIgnorable(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.FORMAT,
          Character.MODIFIER_LETTER,
          Character.MODIFIER_SYMBOL ->
          true;
      default -> IGNORABLE_PUNCTUATION.indexOf(c) >= 0;
    };
  }
}
