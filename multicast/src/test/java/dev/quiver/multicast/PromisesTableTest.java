package dev.quiver.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
    PromisesTable table = PromisesTable.read();
    List<String> heads = table.heads();
    Map<String, Set<Property>> promised = new LinkedHashMap<>();
    for (List<String> row : table.rows()) {
      assertThat(row).hasSameSizeAs(heads);
      Set<Property> its = EnumSet.noneOf(Property.class);
      for (int column = FIRST_PROMISE; column < heads.size(); column++) {
        if (row.get(column).equals("yes")) {
          its.addAll(properties(heads.get(column)));
        }
      }
      promised.put(PromisesTable.order(row), its);
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
    PromisesTable.read().heads().forEach(head -> all.addAll(properties(head)));
    assertThat(all).containsExactlyInAnyOrder(Property.values());
  }
}
