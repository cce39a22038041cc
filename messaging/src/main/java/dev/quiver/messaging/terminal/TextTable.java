package dev.quiver.messaging.terminal;

import dev.quiver.messaging.text.Printable;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/** Rows under headings, in columns as wide as what a terminal shows of their cells. */
public final class TextTable {

  private static final String GAP = "  ";

  private final int maxCellColumns;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * An empty one.
   *
   * @param maxCellColumns what is wider is cut, except in the last column
   */
  public TextTable(int maxCellColumns, String... headings) {
    this.maxCellColumns = maxCellColumns;
    rows.add(List.of(headings));
  }

  /** Adds a row of foreign text. */
  public void add(String... cells) {
    List<String> row = new ArrayList<>();
    for (int i = 0; i < cells.length; i++) {
      String harmless = Printable.harmless(cells[i]);
      row.add(i == cells.length - 1 ? harmless : cut(harmless, maxCellColumns));
    }
    rows.add(row);
  }

  /** Its lines, the headings first. */
  public String render(Palette palette) {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], columns(row.get(i)));
      }
    }
    StringBuilder text = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      StringBuilder line = new StringBuilder();
      List<String> row = rows.get(r);
      for (int i = 0; i < row.size(); i++) {
        line.append(row.get(i));
        if (i < row.size() - 1) {
          line.append(" ".repeat(widths[i] - columns(row.get(i)))).append(GAP);
        }
      }
      text.append(r == 0 ? palette.heading(line.toString()) : line);
      if (r < rows.size() - 1) {
        text.append('\n');
      }
    }
    return text.toString();
  }

  /** How many columns a terminal needs for it. */
  public static int columns(String text) {
    return text.codePoints().map(c -> Math.max(0, WCWidth.wcwidth(c))).sum();
  }

  /** Its beginning, so that no more than those columns are taken. */
  public static String cut(String text, int max) {
    if (columns(text) <= max) {
      return text;
    }
    StringBuilder kept = new StringBuilder();
    int columns = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      columns += Math.max(0, WCWidth.wcwidth(c));
      if (columns > max - 3) {
        break;
      }
      kept.appendCodePoint(c);
      i += Character.charCount(c);
    }
    return kept + "...";
  }
}
