package dev.quiver.cli.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tables of docs/metrics.md, by section. */
public final class MetricsDocument {

  private static final Path FILE = Path.of("../docs/metrics.md");
  private static final Pattern SECTION = Pattern.compile("## .*\\(`(\\S+)`\\)");
  private static final Pattern ROW =
      Pattern.compile(
          "\\| `([a-z0-9_]+)` \\| (gauge|counter|histogram|info) \\|([^|]*)\\|([^|]*)\\|(.*)\\|");

  private final Map<String, Map<String, String>> sections = new TreeMap<>();

  public MetricsDocument() {
    Map<String, String> rows = new TreeMap<>();
    try {
      for (String line : Files.readAllLines(FILE)) {
        Matcher section = SECTION.matcher(line);
        Matcher row = ROW.matcher(line);
        if (section.matches()) {
          rows = new TreeMap<>();
          sections.put(section.group(1), rows);
        } else if (row.matches()) {
          String labels = row.group(3).replace("`", "").strip();
          rows.put(row.group(1), row.group(2).replace("info", "gauge") + " " + labels);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What a role exports: by name the type and the names of the labels; that of every process too.
   */
  public Map<String, String> of(String role) {
    Map<String, String> kinds = new TreeMap<>(section("every"));
    kinds.putAll(section(role));
    return kinds;
  }

  /** What any role exports. */
  public Map<String, String> all() {
    Map<String, String> kinds = new TreeMap<>();
    sections.values().forEach(kinds::putAll);
    return kinds;
  }

  private Map<String, String> section(String name) {
    Map<String, String> section = sections.get(name);
    if (section == null) {
      throw new AssertionError("docs/metrics.md has no section (`" + name + "`)");
    }
    return section;
  }
}
