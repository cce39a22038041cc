package dev.quiver.numbers.log;

import dev.quiver.numbers.NumbersMessage.Drawn;
import java.time.Instant;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A line of the consumers' log, such as
 *
 * <pre>
 * 2026-01-01T00:00:00.000Z Consumer-1 producer=Producer-1 run=8f3c2d1e sequence=7 value=42 even
 * </pre>
 *
 * @param run the run of the number
 * @param sequence its place in it
 * @param language the language of the line
 */
record NumberLine(String run, int sequence, LogLanguage language) {

  private static final Pattern LINE =
      Pattern.compile(
          "\\S+ \\S+ [^\\s=]+=\\S+ [^\\s=]+=(\\S+) [^\\s=]+=([0-9]{1,7}) [^\\s=]+=-?[0-9]{1,10}"
              + " (?:"
              + Arrays.stream(LogLanguage.values())
                  .map(each -> "(" + words(each) + ")")
                  .collect(Collectors.joining("|"))
              + ")");

  private static final int FIRST_LANGUAGE = 3;

  private static String words(LogLanguage language) {
    return Arrays.stream(dev.quiver.numbers.Parity.values())
        .map(parity -> Pattern.quote(language.word(parity)))
        .collect(Collectors.joining("|"));
  }

  /** The line, without its end. */
  static String of(Instant time, ProcessName consumer, Drawn number, LogLanguage language) {
    return language.format(
        "line.number",
        Stamp.of(time),
        consumer,
        ProcessName.producer(number.run().producer()),
        number.run().id(),
        number.sequence(),
        number.value(),
        number.parity());
  }

  /** What a line says; null if it is not a whole line of this kind. */
  @SuppressWarnings("EnumOrdinal") // the pattern has a group for each language, in their order
  static @Nullable NumberLine parse(String line) {
    Matcher match = LINE.matcher(line);
    if (!match.matches()) {
      return null;
    }
    for (LogLanguage language : LogLanguage.values()) {
      if (match.group(FIRST_LANGUAGE + language.ordinal()) != null) {
        return new NumberLine(match.group(1), Integer.parseInt(match.group(2)), language);
      }
    }
    throw new IllegalStateException("a line matched in no language: " + line);
  }
}
