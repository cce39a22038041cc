package dev.quiver.tasks.handler.builtin;

import dev.quiver.messaging.text.Printable;
import dev.quiver.tasks.TaskReasons;
import dev.quiver.tasks.handler.InvalidInputException;
import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads decimals that white space or commas separate. What is read is bounded: {@code 1e999999999}
 * is twelve characters long and would be a billion digits in plain notation.
 */
final class NumberReader {

  /** How many characters one number may have. */
  static final int MAX_CHARS = 400;

  /** How large, positive or negative, the exponent of one number may be. */
  static final int MAX_EXPONENT = 400;

  private static final int SHOWN_CHARS = 40;
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");

  private final Reader in;
  private final char[] buffer = new char[8192];
  private int length;
  private int next;
  private long count;

  NumberReader(Reader in) {
    this.in = in;
  }

  /**
   * The next number, or null after the last one.
   *
   * @throws InvalidInputException if what stands there is none, or one beyond the limits
   */
  @Nullable BigDecimal next() throws IOException {
    StringBuilder word = new StringBuilder();
    for (int c = read(); c >= 0; c = read()) {
      if (!isSeparator((char) c)) {
        if (word.length() == 0) {
          count++;
        }
        word.append((char) c);
        if (word.length() > MAX_CHARS) {
          throw invalid("number.long", word, MAX_CHARS);
        }
      } else if (word.length() > 0) {
        break;
      }
    }
    if (word.length() == 0) {
      return null;
    }
    return parse(word);
  }

  private BigDecimal parse(StringBuilder word) {
    if (!NUMBER.matcher(word).matches()) {
      throw invalid("number.none", word, 0);
    }
    // The exponent is looked at before the number is made of it.
    int e = Math.max(word.indexOf("e"), word.indexOf("E"));
    if (e >= 0 && exponent(word.substring(e + 1)) > MAX_EXPONENT) {
      throw invalid("number.exponent", word, MAX_EXPONENT);
    }
    return new BigDecimal(word.toString());
  }

  private static int exponent(String digits) {
    String magnitude = digits.replaceFirst("^[+-]?0*", "");
    return magnitude.length() > 4
        ? Integer.MAX_VALUE
        : magnitude.isEmpty() ? 0 : Integer.parseInt(magnitude);
  }

  private InvalidInputException invalid(String key, CharSequence word, int most) {
    String shown =
        word.length() > SHOWN_CHARS ? word.subSequence(0, SHOWN_CHARS) + "..." : word.toString();
    return new InvalidInputException(TaskReasons.say(key, count, Printable.harmless(shown), most));
  }

  private int read() throws IOException {
    if (next == length) {
      next = 0;
      length = in.read(buffer);
      if (length < 0) {
        length = 0;
        return -1;
      }
    }
    return buffer[next++];
  }

  private static boolean isSeparator(char c) {
    return c == ',' || Character.isWhitespace(c) || Character.isSpaceChar(c);
  }
}
