package dev.quiver.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The table of what each ordering promises, as {@code docs/multicast.md} has it. */
class PromisesTableTest {

  private static final int FIRST_PROMISE = 2;

  private static List<List<String>> table() throws IOException {
    return Files.readAllLines(Path.of("../docs/multicast.md")).stream()
        .dropWhile(line -> !line.startsWith("| `--order` |"))
        .takeWhile(line -> line.startsWith("|"))
        .map(PromisesTableTest::cells)
        .toList();
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.substring(1, line.lastIndexOf('|')).split("\\|", -1))
        .map(String::strip)
        .toList();
  }

  /** The properties that a column is about: {@code validity, integrity}. */
  private static Set<Property> properties(String head) {
    Set<Property> properties = EnumSet.noneOf(Property.class);
    for (String word : head.split(", ", -1)) {
      String name = word.toUpperCase(Locale.ROOT).replace(' ', '_');
      if (Arrays.stream(Property.values()).anyMatch(each -> each.name().equals(name))) {
        properties.add(Property.valueOf(name));
      }
    }
    return properties;
  }

  @Test
  void theTableOfTheDocumentsSaysWhatTheOrderingsPromise() throws IOException {
    List<List<String>> table = table();
    List<String> heads = table.get(0);
    Map<String, Set<Property>> promised = new LinkedHashMap<>();
    for (List<String> row : table.subList(2, table.size())) {
      assertThat(row).hasSameSizeAs(heads);
      Set<Property> its = EnumSet.noneOf(Property.class);
      for (int column = FIRST_PROMISE; column < heads.size(); column++) {
        if (row.get(column).equals("yes")) {
          its.addAll(properties(heads.get(column)));
        }
      }
      promised.put(row.get(0).replace("`", ""), its);
    }
    Map<String, Set<Property>> kept = new LinkedHashMap<>();
    for (Order order : Order.values()) {
      kept.put(order.label(), order.promises());
    }
    assertThat(promised).containsExactlyInAnyOrderEntriesOf(kept);
  }

  @Test
  void everyPropertyHasAColumn() throws IOException {
    Set<Property> all = EnumSet.noneOf(Property.class);
    table().get(0).forEach(head -> all.addAll(properties(head)));
    assertThat(all).containsExactlyInAnyOrder(Property.values());
  }
}
