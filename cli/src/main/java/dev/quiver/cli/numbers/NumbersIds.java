package dev.quiver.cli.numbers;

import java.security.SecureRandom;
import java.util.Locale;

/** Names for what nobody has named. */
final class NumbersIds {

  private static final SecureRandom RANDOM = new SecureRandom();

  private NumbersIds() {}

  /** An id of a process, four digits; logs write {@code Producer-1234}. */
  static String process() {
    return String.format(Locale.ROOT, "%04d", RANDOM.nextInt(10_000));
  }

  /** An id of a run, which nobody else has drawn or will draw. */
  static String run() {
    return String.format(Locale.ROOT, "%012x", RANDOM.nextLong() & 0xFFFF_FFFF_FFFFL);
  }
}
