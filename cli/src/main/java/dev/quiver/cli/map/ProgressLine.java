package dev.quiver.cli.map;

import dev.quiver.messaging.text.Messages;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Draws the state of a run as one line that fits the terminal. */
public final class ProgressLine {

  private static final int SHORTEST_BAR = 5;
  private static final int LONGEST_BAR = 40;

  private final Messages text;

  /** In the language of these texts. */
  public ProgressLine(Messages text) {
    this.text = text;
  }

  /**
   * The line, never as wide as the terminal, which would make it wrap.
   *
   * @param total how many inputs there are, if that is known
   */
  String draw(
      int width,
      long done,
      long failed,
      OptionalLong total,
      double rate,
      Optional<Duration> remaining) {
    StringBuilder facts = new StringBuilder();
    facts.append(
        total.isPresent()
            ? text.format("map.progress.of", done, total.getAsLong())
            : text.format("map.progress.done", done));
    facts.append("  ").append(text.format("map.progress.rate", shown(rate)));
    remaining.ifPresent(
        left -> facts.append("  ").append(text.format("map.progress.left", shown(left))));
    if (failed > 0) {
      facts.append("  ").append(text.format("map.progress.failed", failed));
    }
    int room = width - 1 - facts.length() - "[]  ".length();
    if (total.isPresent() && total.getAsLong() > 0 && room >= SHORTEST_BAR) {
      return bar(Math.min(room, LONGEST_BAR), done, total.getAsLong()) + "  " + facts;
    }
    return facts.length() < width ? facts.toString() : facts.substring(0, Math.max(0, width - 1));
  }

  private static String bar(int cells, long done, long total) {
    int full = (int) (cells * Math.min(done, total) / total);
    String head = full < cells && full > 0 ? ">" : "";
    return "[" + "=".repeat(full - head.length()) + head + " ".repeat(cells - full) + "]";
  }

  /** A rate, with digits behind the point if it is low. */
  static String shown(double rate) {
    return rate >= 10
        ? Long.toString(Math.round(rate))
        : (rate >= 1 ? "%.1f" : "%.2f").formatted(rate);
  }

  private static String shown(Duration left) {
    long seconds = (left.toMillis() + 999) / 1000;
    return seconds >= 3600
        ? "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60)
        : "%d:%02d".formatted(seconds / 60, seconds % 60);
  }
}
