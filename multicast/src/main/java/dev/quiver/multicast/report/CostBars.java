package dev.quiver.multicast.report;

import dev.quiver.messaging.text.Messages;
import java.util.Locale;

/** What a multicast cost beside what theory says. */
final class CostBars {

  private static final int LEFT = 220;
  private static final int WIDE = 300;
  private static final int ROW = 22;

  private final Cost measured;
  private final Cost expected;
  private final Messages text;

  CostBars(Cost measured, Cost expected, Messages text) {
    this.measured = measured;
    this.expected = expected;
    this.text = text;
  }

  String draw() {
    Svg svg = new Svg(LEFT + WIDE + 80, 40 + 3 * (2 * ROW + 14), text.format("cost.title"));
    double most =
        Math.max(
            1,
            Math.max(
                Math.max(measured.words(), expected.words()),
                Math.max(
                    Math.max(measured.framesIn(), expected.framesIn()),
                    Math.max(measured.framesOut(), expected.framesOut()))));
    pair(svg, 0, "cost.words", measured.words(), expected.words(), most);
    pair(svg, 1, "cost.in", measured.framesIn(), expected.framesIn(), most);
    pair(svg, 2, "cost.out", measured.framesOut(), expected.framesOut(), most);
    svg.words(10, 30 + 3 * (2 * ROW + 14), 11, "start", Svg.INK, text.format("cost.note"));
    return svg.toString();
  }

  private void pair(Svg svg, int row, String key, double here, double theory, double most) {
    double y = 14 + row * (2 * ROW + 14.0);
    svg.words(LEFT - 8, y + ROW, 12, "end", Svg.INK, text.format(key));
    bar(svg, y, here, most, "#0072b2", text.format("cost.measured", round(here)));
    bar(svg, y + ROW, theory, most, "#b0b0b0", text.format("cost.theory", round(theory)));
  }

  private static void bar(Svg svg, double y, double value, double most, String colour, String tip) {
    double wide = WIDE * value / most;
    svg.box(LEFT, y, Math.max(1, wide), ROW - 4, colour, tip);
    svg.words(LEFT + Math.max(1, wide) + 6, y + 13, 11, "start", Svg.INK, tip);
  }

  private static String round(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
