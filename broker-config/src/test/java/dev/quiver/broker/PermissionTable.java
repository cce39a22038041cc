package dev.quiver.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The table of {@code docs/permissions.md}, as it stands there. */
final class PermissionTable {

  enum Right {
    SEND('S'),
    CONSUME('C'),
    BROWSE('B'),
    CREATE('N'),
    DELETE('D');

    private final char letter;

    Right(char letter) {
      this.letter = letter;
    }
  }

  /** One address with what each column may do there. */
  record Row(String address, Map<String, Set<Right>> columns) {
    boolean allows(String column, Right right) {
      return columns.getOrDefault(column, Set.of()).contains(right);
    }
  }

  private PermissionTable() {}

  static List<Row> read() throws IOException {
    Path file = Path.of("../docs/permissions.md");
    List<String> lines =
        Files.readAllLines(file).stream().filter(line -> line.startsWith("|")).toList();
    List<String> head = cells(lines.get(0));
    List<Row> rows = new ArrayList<>();
    for (String line : lines.subList(2, lines.size())) {
      List<String> cells = cells(line);
      if (cells.size() != head.size()) {
        throw new IOException("a row of " + file + " has a cell too many or too few: " + line);
      }
      Map<String, Set<Right>> columns = new HashMap<>();
      for (int i = 1; i < cells.size(); i++) {
        columns.put(head.get(i), rights(cells.get(i)));
      }
      rows.add(new Row(cells.get(0).replace("`", ""), columns));
    }
    return rows;
  }

  private static List<String> cells(String line) {
    String inner = line.strip().substring(1, line.strip().length() - 1);
    return java.util.Arrays.stream(inner.split("\\|", -1)).map(String::strip).toList();
  }

  private static Set<Right> rights(String cell) throws IOException {
    Set<Right> rights = EnumSet.noneOf(Right.class);
    for (String letter : cell.isEmpty() ? new String[0] : cell.split(" ")) {
      boolean known = false;
      for (Right right : Right.values()) {
        if (letter.length() == 1 && letter.charAt(0) == right.letter) {
          known = rights.add(right);
        }
      }
      if (!known) {
        throw new IOException("the permission table has a cell \"" + cell + "\"");
      }
    }
    return rights;
  }
}
