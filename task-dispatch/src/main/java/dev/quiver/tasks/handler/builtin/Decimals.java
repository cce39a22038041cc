package dev.quiver.tasks.handler.builtin;

import dev.quiver.tasks.handler.InvalidInputException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** What {@code calculate} takes for numbers, for whoever wants to know before sending them. */
public final class Decimals {

  /** The same separators as those of {@link NumberReader}. */
  private static final Pattern SEPARATORS = Pattern.compile("[,\\s\\p{Z}]+");

  private Decimals() {}

  /** The words of a text that are to be numbers. */
  public static List<String> words(String text) {
    return Arrays.stream(SEPARATORS.split(text)).filter(word -> !word.isEmpty()).toList();
  }

  /** Whether it is a number that {@code calculate} takes. */
  public static boolean isDecimal(String word) {
    try {
      return new NumberReader(new StringReader(word)).next() != null;
    } catch (InvalidInputException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
