package dev.quiver.tasks.wire;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Writes and reads ISO-8601 instants in UTC. The JDK's own formatter costs more than the rest of a
 * message; this one gives and takes the same text for the years 1970 to 9999.
 */
final class IsoTimes {

  private static final long DAY = 86_400;
  private static final int SHORTEST = "2026-01-01T00:00:00Z".length();
  private static final int LONGEST = SHORTEST + 10;
  private static final long END_OF_9999 = 253_402_300_800L;

  private IsoTimes() {}

  /** Writes the instant and returns how many characters it took; {@code into} holds 30. */
  static int write(Instant instant, char[] into) {
    long seconds = instant.getEpochSecond();
    if (seconds < 0 || seconds >= END_OF_9999) {
      throw new IllegalArgumentException(
          "the time " + instant + " cannot be sent: use one of the years 1970 to 9999");
    }
    // Days to a civil date, after Howard Hinnant, "chrono-compatible low-level date algorithms".
    int day = (int) (seconds / DAY) + 719_468;
    int era = day / 146_097;
    int dayOfEra = day - era * 146_097;
    int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int monthFromMarch = (5 * dayOfYear + 2) / 153;
    int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
    int year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
    digits(into, 0, 4, year);
    into[4] = '-';
    digits(into, 5, 2, month);
    into[7] = '-';
    digits(into, 8, 2, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1);
    into[10] = 'T';
    int second = (int) (seconds % DAY);
    digits(into, 11, 2, second / 3600);
    into[13] = ':';
    digits(into, 14, 2, second / 60 % 60);
    into[16] = ':';
    digits(into, 17, 2, second % 60);
    int end = writeFraction(instant.getNano(), into);
    into[end] = 'Z';
    return end + 1;
  }

  private static int writeFraction(int nanos, char[] into) {
    if (nanos == 0) {
      return 19;
    }
    into[19] = '.';
    if (nanos % 1_000_000 == 0) {
      digits(into, 20, 3, nanos / 1_000_000);
      return 23;
    }
    if (nanos % 1000 == 0) {
      digits(into, 20, 6, nanos / 1000);
      return 26;
    }
    digits(into, 20, 9, nanos);
    return 29;
  }

  private static void digits(char[] into, int at, int count, int value) {
    int rest = value;
    for (int i = at + count - 1; i >= at; i--) {
      into[i] = (char) ('0' + rest % 10);
      rest /= 10;
    }
  }

  /**
   * The instant of that text.
   *
   * @throws DateTimeException if it is none
   */
  static Instant read(String text) {
    int length = text.length();
    if (length < SHORTEST
        || length > LONGEST
        || text.charAt(4) != '-'
        || text.charAt(7) != '-'
        || text.charAt(10) != 'T'
        || text.charAt(13) != ':'
        || text.charAt(16) != ':'
        || text.charAt(length - 1) != 'Z') {
      throw new DateTimeException("it does not look like 2026-01-01T00:00:00Z");
    }
    int hour = number(text, 11, 13, 23);
    int minute = number(text, 14, 16, 59);
    int second = number(text, 17, 19, 59);
    int year = number(text, 0, 4, 9999);
    if (year < 1970) {
      throw new DateTimeException("it lies before 1970");
    }
    long day = LocalDate.of(year, number(text, 5, 7, 12), number(text, 8, 10, 31)).toEpochDay();
    return Instant.ofEpochSecond(
        day * DAY + hour * 3600L + minute * 60L + second, readFraction(text, length - 1));
  }

  private static int readFraction(String text, int end) {
    if (end == 19) {
      return 0;
    }
    if (text.charAt(19) != '.' || end == 20) {
      throw new DateTimeException("it does not look like 2026-01-01T00:00:00.123Z");
    }
    int nanos = number(text, 20, end, 999_999_999);
    for (int i = end; i < 29; i++) {
      nanos *= 10;
    }
    return nanos;
  }

  private static int number(String text, int from, int to, int most) {
    int value = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        throw new DateTimeException("it has a \"" + c + "\" where a digit belongs");
      }
      value = value * 10 + (c - '0');
    }
    if (value > most) {
      throw new DateTimeException("it has a " + value + " where at most " + most + " is possible");
    }
    return value;
  }
}
