package dev.quiver.multicast.wire;

import dev.quiver.multicast.MessageId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;

/** Lists as short texts: {@code 1,2,3}, {@code 1.1,2.1} and {@code 1:7,2:9}. */
public final class Lists {

  private Lists() {}

  static String numbers(Collection<Integer> numbers) {
    StringJoiner text = new StringJoiner(",");
    numbers.forEach(number -> text.add(Integer.toString(number)));
    return text.toString();
  }

  static SortedSet<Integer> numbers(String text) {
    SortedSet<Integer> numbers = new TreeSet<>();
    for (String each : split(text)) {
      numbers.add(Integer.parseInt(each));
    }
    return numbers;
  }

  static String ids(Collection<MessageId> ids) {
    StringJoiner text = new StringJoiner(",");
    ids.forEach(id -> text.add(id.toString()));
    return text.toString();
  }

  static List<MessageId> ids(String text) {
    List<MessageId> ids = new ArrayList<>();
    for (String each : split(text)) {
      ids.add(MessageId.parse(each));
    }
    return ids;
  }

  /** Pairs of a number and what belongs to it. */
  public static String map(Map<Integer, ?> map) {
    StringJoiner text = new StringJoiner(",");
    map.forEach((key, value) -> text.add(key + ":" + value));
    return text.toString();
  }

  static Map<Integer, Long> map(String text) {
    Map<Integer, Long> map = new TreeMap<>();
    texts(text).forEach((key, value) -> map.put(key, Long.parseLong(value)));
    return map;
  }

  /** What {@link #map(Map)} has written; the texts are without commas. */
  public static Map<Integer, String> texts(String text) {
    Map<Integer, String> map = new TreeMap<>();
    for (String each : split(text)) {
      int colon = each.indexOf(':');
      if (colon < 1) {
        throw new IllegalArgumentException("\"" + each + "\" is no pair such as 1:7");
      }
      map.put(Integer.parseInt(each.substring(0, colon)), each.substring(colon + 1));
    }
    return map;
  }

  static Map<Integer, Integer> counts(String text) {
    Map<Integer, Integer> counts = new TreeMap<>();
    map(text)
        .forEach(
            (key, value) -> {
              if (value < 0 || value > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("the count " + value + " is out of range");
              }
              counts.put(key, value.intValue());
            });
    return counts;
  }

  private static String[] split(String text) {
    return text.isEmpty() ? new String[0] : text.split(",", -1);
  }
}
