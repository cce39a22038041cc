package dev.quiver.dht.picture;

import java.util.Locale;

/** One drawing under way. Lengths are in pixels from the upper left corner. */
final class Svg {

  private final StringBuilder out = new StringBuilder();

  Svg(int width, int height) {
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
            + " font-family=\"Helvetica, Arial, sans-serif\">",
        width, height, width, height);
    add("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", width, height);
  }

  void line(double x1, double y1, double x2, double y2, String style) {
    add("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" %s/>", x1, y1, x2, y2, style);
  }

  void circle(double x, double y, double radius, String style) {
    add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" %s/>", x, y, radius, style);
  }

  void rectangle(double x, double y, double width, double height, String style) {
    add(
        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" %s/>",
        x, y, width, height, style);
  }

  void path(String data, String style) {
    add("<path d=\"%s\" %s/>", data, style);
  }

  /**
   * Text.
   *
   * @param anchor start, middle or end
   */
  void text(double x, double y, int size, String anchor, String fill, String text) {
    add(
        "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%d\" text-anchor=\"%s\" fill=\"%s\">%s</text>",
        x, y, size, anchor, fill, escape(text));
  }

  /** Text that reads upwards. */
  void vertical(double x, double y, int size, String text) {
    add(
        "<text transform=\"translate(%.1f,%.1f) rotate(-90)\" font-size=\"%d\""
            + " text-anchor=\"middle\" fill=\"#333\">%s</text>",
        x, y, size, escape(text));
  }

  String end() {
    return out + "</svg>\n";
  }

  private void add(String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
