package dev.quiver.messaging.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text with places, to be known again when they are filled. Each place ends where the words that
 * follow it are found first, so that looking takes no longer for texts that were made to deceive.
 *
 * @param words what stands before, between and after the places; one more than there are places
 * @param places which value fills each
 */
record Saying(String key, List<String> words, List<Integer> places) {

  /** How a text ends of which a part was left away. */
  private static final String CUT = "...";

  /** So many characters of a text that was cut are enough to know it by. */
  private static final int ENOUGH = 8;

  private static final Pattern PLACE = Pattern.compile("\\{\\s*(\\d+)\\s*}");

  static Saying of(String key, String pattern) {
    List<String> words = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    Matcher place = PLACE.matcher(pattern);
    int from = 0;
    while (place.find()) {
      words.add(pattern.substring(from, place.start()));
      places.add(Integer.valueOf(place.group(1)));
      from = place.end();
    }
    words.add(pattern.substring(from));
    return new Saying(key, List.copyOf(words), List.copyOf(places));
  }

  /** How many characters are given, and not left to its places. */
  int letters() {
    return words.stream().mapToInt(String::length).sum();
  }

  /** Whether what fills that value's place stands between quotation marks. */
  boolean isQuoted(int value) {
    int at = places.indexOf(value);
    return at >= 0 && words.get(at).endsWith("\"") && words.get(at + 1).startsWith("\"");
  }

  /** What fills its places in that text, by their numbers; null if the text is another. */
  String @Nullable [] values(String text) {
    if (places.isEmpty()) {
      return text.equals(words.get(0)) ? new String[0] : null;
    }
    String last = words.get(words.size() - 1);
    int end = text.length() - last.length();
    if (!text.startsWith(words.get(0)) || !text.endsWith(last)) {
      return null;
    }
    String[] values = unknown();
    int from = words.get(0).length();
    for (int i = 0; i < places.size(); i++) {
      int to = i == places.size() - 1 ? end : text.indexOf(words.get(i + 1), from);
      if (to < from) {
        return null;
      }
      String value = text.substring(from, to);
      int place = places.get(i);
      if (places.indexOf(place) < i && !values[place].equals(value)) {
        return null;
      }
      values[place] = value;
      from = to + words.get(i + 1).length();
    }
    return values;
  }

  /**
   * The beginning of a text of which the rest was left away.
   *
   * @param letters how many of its own characters are in it
   * @param values what fills its places, as far as that is known
   */
  record Beginning(Saying saying, int letters, List<String> values) {}

  /** How that text is the beginning of this; null if it is not, or too short to know. */
  @Nullable Beginning beginning(String text) {
    if (!text.endsWith(CUT) || !text.startsWith(words.get(0))) {
      return null;
    }
    String known = text.substring(0, text.length() - CUT.length());
    String[] values = unknown();
    int letters = words.get(0).length();
    int from = letters;
    for (int i = 0; i < places.size(); i++) {
      String next = words.get(i + 1);
      int to = next.isEmpty() ? -1 : known.indexOf(next, from);
      if (to < 0) {
        int begun = overlap(known, from, next);
        values[places.get(i)] =
            known.substring(from, known.length() - begun) + (begun > 0 ? "" : CUT);
        return letters + begun < ENOUGH
            ? null
            : new Beginning(this, letters + begun, List.of(values));
      }
      values[places.get(i)] = known.substring(from, to);
      letters += next.length();
      from = to + next.length();
    }
    return null;
  }

  /** How many characters at the end of the text are the beginning of those words. */
  private static int overlap(String text, int from, String words) {
    int most = Math.min(text.length() - from, words.length());
    for (int length = most; length > 0; length--) {
      if (text.endsWith(words.substring(0, length))) {
        return length;
      }
    }
    return 0;
  }

  private String[] unknown() {
    String[] values = new String[1 + places.stream().mapToInt(Integer::intValue).max().orElse(0)];
    Arrays.fill(values, CUT);
    return values;
  }
}
