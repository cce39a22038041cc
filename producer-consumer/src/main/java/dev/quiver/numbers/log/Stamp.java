package dev.quiver.numbers.log;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Time stamps of one length, so that the lines of a log stand under one another. */
final class Stamp {

  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private Stamp() {}

  /** In ISO-8601, UTC, with milliseconds. */
  static String of(Instant time) {
    return MILLIS.format(time);
  }
}
