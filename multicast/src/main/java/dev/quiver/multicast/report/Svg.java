package dev.quiver.multicast.report;

import java.util.Locale;

/** Writes the few shapes that the pictures are made of. Lengths are in pixels. */
final class Svg {

  static final String INK = "#222222";
  static final String FAINT = "#c8c8c8";
  static final String ALARM = "#c0143c";

  /** Such that neighbours differ much, also for those who see few colours. */
  private static final String[] PALETTE = {
    "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#6a3d9a",
    "#8c564b", "#7f7f7f", "#1b7837", "#a6761d"
  };

  private final StringBuilder text = new StringBuilder();
  private final double width;
  private final double height;

  /**
   * An empty picture.
   *
   * @param title what it shows, for those who hear it read
   */
  Svg(double width, double height, String title) {
    this.width = width;
    this.height = height;
    text.append("<title>").append(escaped(title)).append("</title>\n");
  }

  /** The colour of a peer's messages. */
  static String colour(int peer) {
    return PALETTE[Math.floorMod(peer - 1, PALETTE.length)];
  }

  Svg line(double x1, double y1, double x2, double y2, String colour, double thickness) {
    text.append(
        format(
            "<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" stroke=\"%s\" stroke-width=\"%s\"/>\n",
            number(x1), number(y1), number(x2), number(y2), colour, number(thickness)));
    return this;
  }

  /** A line with a head at its second end. */
  Svg arrow(double x1, double y1, double x2, double y2, String colour, String tip) {
    text.append(
        format(
            "<g><title>%s</title><line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" stroke=\"%s\""
                + " stroke-width=\"1\" stroke-opacity=\"0.75\"/>",
            escaped(tip), number(x1), number(y1), number(x2), number(y2), colour));
    double angle = Math.atan2(y2 - y1, x2 - x1);
    text.append(
        format(
            "<polygon points=\"%s,%s %s,%s %s,%s\" fill=\"%s\"/></g>\n",
            number(x2),
            number(y2),
            number(x2 - 7 * Math.cos(angle - 0.35)),
            number(y2 - 7 * Math.sin(angle - 0.35)),
            number(x2 - 7 * Math.cos(angle + 0.35)),
            number(y2 - 7 * Math.sin(angle + 0.35)),
            colour));
    return this;
  }

  Svg box(double x, double y, double wide, double high, String colour, String tip) {
    text.append(
        format(
            "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"%s\"><title>%s</title>"
                + "</rect>\n",
            number(x), number(y), number(wide), number(high), colour, escaped(tip)));
    return this;
  }

  Svg dot(double x, double y, double radius, String fill, String edge, String tip) {
    text.append(
        format(
            "<circle cx=\"%s\" cy=\"%s\" r=\"%s\" fill=\"%s\" stroke=\"%s\"><title>%s</title>"
                + "</circle>\n",
            number(x), number(y), number(radius), fill, edge, escaped(tip)));
    return this;
  }

  /**
   * Words.
   *
   * @param anchor {@code start}, {@code middle} or {@code end}
   */
  Svg words(double x, double y, double size, String anchor, String colour, String words) {
    text.append(
        format(
            "<text x=\"%s\" y=\"%s\" font-size=\"%s\" text-anchor=\"%s\" fill=\"%s\">%s</text>\n",
            number(x), number(y), number(size), anchor, colour, escaped(words)));
    return this;
  }

  /** The picture, as a file of its own or as a part of a page. */
  @Override
  public String toString() {
    return format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%s\" height=\"%s\""
                + " viewBox=\"0 0 %s %s\" font-family=\"sans-serif\" role=\"img\">\n",
            number(width), number(height), number(width), number(height))
        + format(
            "<rect width=\"%s\" height=\"%s\" fill=\"white\"/>\n", number(width), number(height))
        + text
        + "</svg>\n";
  }

  /** Without what has a meaning in XML and HTML. */
  static String escaped(String words) {
    return words
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static String number(double value) {
    String digits = String.format(Locale.ROOT, "%.1f", value);
    return digits.endsWith(".0") ? digits.substring(0, digits.length() - 2) : digits;
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
