package dev.quiver.messaging.text;

/**
 * Makes text that came from elsewhere harmless to show on a terminal or in a log: escape and
 * control sequences, carriage returns, backspaces, marks that turn the direction of writing and
 * characters without width cannot move the cursor, hide or fake anything, since they are shown as
 * what they are.
 */
public final class Printable {

  private Printable() {}

  /** One line of harmless text: line ends and tabs are shown too. */
  public static String harmless(String text) {
    return harmless(text, false);
  }

  /**
   * One line of harmless text in which emoji stay whole: what joins or varies pictures is kept
   * where it stands between them, and pictures that are younger than this Java are kept too.
   */
  public static String harmlessWithEmoji(String text) {
    StringBuilder out = new StringBuilder(text.length());
    int before = 0;
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      int next = i + Character.charCount(point);
      int after = next < text.length() ? text.codePointAt(next) : 0;
      if (isHarmless(point, false) || isPicture(point) || joins(before, point, after)) {
        out.appendCodePoint(point);
      } else {
        append(out, point);
      }
      before = point;
      i = next;
    }
    return out.toString();
  }

  /** A joiner between pictures, or a selector after something that has a picture's form. */
  private static boolean joins(int before, int point, int after) {
    if (point == 0x200D) {
      return (isPicture(before) || before == 0xFE0F) && isPicture(after);
    }
    return (point == 0xFE0F && (isPicture(before) || isKey(before)))
        || (point == 0xFE0E && isPicture(before));
  }

  private static boolean isKey(int point) {
    return (point >= '0' && point <= '9') || point == '#' || point == '*';
  }

  /** In the blocks of pictures and symbols; none of them moves anything on a screen. */
  private static boolean isPicture(int point) {
    return (point >= 0x1F000 && point <= 0x1FAFF)
        || (point >= 0x2190 && point <= 0x21FF)
        || (point >= 0x2300 && point <= 0x27BF)
        || (point >= 0x2900 && point <= 0x297F)
        || (point >= 0x2B00 && point <= 0x2BFF)
        || point == 0x00A9
        || point == 0x00AE
        || point == 0x203C
        || point == 0x2049
        || point == 0x2122
        || point == 0x2139
        || point == 0x3030
        || point == 0x303D
        || point == 0x3297
        || point == 0x3299;
  }

  /** Harmless text that keeps its line feeds and tabs. */
  public static String harmlessLines(String text) {
    return harmless(text, true);
  }

  private static String harmless(String text, boolean keepLines) {
    int length = text.length();
    for (int i = 0; i < length; ) {
      int point = text.codePointAt(i);
      if (!isHarmless(point, keepLines)) {
        return replace(text, i, keepLines);
      }
      i += Character.charCount(point);
    }
    return text;
  }

  private static String replace(String text, int from, boolean keepLines) {
    StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, from);
    for (int i = from; i < text.length(); ) {
      int point = text.codePointAt(i);
      if (isHarmless(point, keepLines)) {
        out.appendCodePoint(point);
      } else {
        append(out, point);
      }
      i += Character.charCount(point);
    }
    return out.toString();
  }

  private static boolean isHarmless(int point, boolean keepLines) {
    if (point >= 0x20 && point < 0x7F) {
      return true;
    }
    if (point == '\n' || point == '\t') {
      return keepLines;
    }
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> !isInvisible(point);
    };
  }

  /** Of no width, though not of a class of characters that says so: fillers, selectors. */
  private static boolean isInvisible(int point) {
    return point == 0x034F
        || point == 0x115F
        || point == 0x1160
        || (point >= 0x17B4 && point <= 0x17B5)
        || (point >= 0x180B && point <= 0x180F)
        || point == 0x3164
        || (point >= 0xFE00 && point <= 0xFE0F)
        || point == 0xFFA0
        || (point >= 0xE0100 && point <= 0xE01EF);
  }

  private static void append(StringBuilder out, int point) {
    switch (point) {
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> out.append("\\u{").append(Integer.toHexString(point)).append('}');
    }
  }
}
