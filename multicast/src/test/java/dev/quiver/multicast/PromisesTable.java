package dev.quiver.multicast;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The table of what each ordering promises, as {@code docs/multicast.md} has it.
 *
 * @param heads of its columns
 * @param rows one for each ordering, with as many cells
 */
public record PromisesTable(List<String> heads, List<List<String>> rows) {

  private static final String WAYS = "a message goes through";
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /** Reads it. */
  public static PromisesTable read() throws IOException {
    List<List<String>> lines =
        Files.readAllLines(Path.of("../docs/multicast.md")).stream()
            .dropWhile(line -> !line.startsWith("| `--order` |"))
            .takeWhile(line -> line.startsWith("|"))
            .map(PromisesTable::cells)
            .toList();
    return new PromisesTable(lines.get(0), lines.subList(2, lines.size()));
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.substring(1, line.lastIndexOf('|')).split("\\|", -1))
        .map(String::strip)
        .toList();
  }

  /** Which ordering a row is about. */
  static String order(List<String> row) {
    return row.get(0).replace("`", "");
  }

  /** Through which destinations a message of that ordering goes. */
  public Set<String> ways(Order order) {
    Set<String> ways = new TreeSet<>();
    for (List<String> row : rows) {
      if (order(row).equals(order.label())) {
        String cell = row.get(heads.indexOf(WAYS));
        CODE.matcher(cell).results().map((MatchResult found) -> found.group(1)).forEach(ways::add);
      }
    }
    return ways;
  }
}
