package dev.quiver.tasks.handler.builtin;

import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The characters that Unicode 14 added. JDK 17 knows version 13 and takes them for unassigned;
 * counting by the JDK alone, the answer for a text would depend on the worker's Java.
 */
final class NewerCharacters {

  /** Ranges in hexadecimal, from the Unicode Character Database (property Age=14.0). */
  private static final String RANGES =
      "61d 870-88e 890-891 898-89f 8b5 8c8-8d2 c3c c5d cdd 170d 1715 171f 180f "
          + "1ac1-1ace 1b4c 1b7d-1b7e 1dfa 20c0 2c2f 2c5f 2e53-2e5d 9ffd-9fff a7c0-a7c1 "
          + "a7d0-a7d1 a7d3 a7d5-a7d9 a7f2-a7f4 fbc2 fd40-fd4f fdcf fdfe-fdff 10570-1057a "
          + "1057c-1058a 1058c-10592 10594-10595 10597-105a1 105a3-105b1 105b3-105b9 "
          + "105bb-105bc 10780-10785 10787-107b0 107b2-107ba 10f70-10f89 11070-11075 110c2 "
          + "116b9 11740-11746 11ab0-11abf 12f90-12ff2 16a70-16abe 16ac0-16ac9 1aff0-1aff3 "
          + "1aff5-1affb 1affd-1affe 1b11f-1b122 1cf00-1cf2d 1cf30-1cf46 1cf50-1cfc3 "
          + "1d1e9-1d1ea 1df00-1df1e 1e290-1e2ae 1e7e0-1e7e6 1e7e8-1e7eb 1e7ed-1e7ee "
          + "1e7f0-1e7fe 1f6dd-1f6df 1f7f0 1f979 1f9cc 1fa7b-1fa7c 1faa9-1faac 1fab7-1faba "
          + "1fac3-1fac5 1fad7-1fad9 1fae0-1fae7 1faf0-1faf6 2a6de-2a6df 2b735-2b738";

  private static final Pattern RANGE = Pattern.compile("([0-9a-f]+)(?:-([0-9a-f]+))?");

  private static final BitSet MEMBERS = parse();

  private NewerCharacters() {}

  static boolean contains(int codePoint) {
    return MEMBERS.get(codePoint);
  }

  private static BitSet parse() {
    BitSet members = new BitSet();
    Matcher range = RANGE.matcher(RANGES);
    while (range.find()) {
      int from = Integer.parseInt(range.group(1), 16);
      int to = range.group(2) == null ? from : Integer.parseInt(range.group(2), 16);
      members.set(from, to + 1);
    }
    return members;
  }
}
