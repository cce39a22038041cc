package dev.quiver.dht.simulation;

import java.util.List;
import java.util.Map;

/**
 * What an experiment leaves behind.
 *
 * @param columns headings of the table
 * @param rows its cells, as many in each as there are headings; empty where the paper says nothing
 * @param pictures drawings by the name of their file, as SVG
 */
public record Report(
    String name, List<String> columns, List<List<String>> rows, Map<String, String> pictures) {

  public Report {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    pictures = Map.copyOf(pictures);
  }

  /** The table, one row a line, separated by commas. */
  public String csv() {
    StringBuilder out = new StringBuilder(String.join(",", columns)).append('\n');
    rows.forEach(row -> out.append(String.join(",", row)).append('\n'));
    return out.toString();
  }
}
