package dev.quiver.dht.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Series of points over two axes, with a legend. */
public final class Chart {

  /** How a series looks. */
  public enum Look {
    LINE,
    POINTS,
    BARS
  }

  /**
   * One series.
   *
   * @param low where a bar of spread begins at each point, or an empty array
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared, and copied on the way in.
  private record Series(
      String name, Look look, String colour, double[] x, double[] y, double[] low, double[] high) {}

  private static final int WIDTH = 760;
  private static final int HEIGHT = 480;
  private static final int LEFT = 70;
  private static final int RIGHT = 30;
  private static final int TOP = 50;
  private static final int BOTTOM = 60;
  private static final List<String> COLOURS =
      List.of("#1f5fa8", "#d1495b", "#6a994e", "#8d6a9f", "#e09f3e");

  private final String title;
  private final String xName;
  private final String yName;
  private final boolean logX;
  private final List<Series> series = new ArrayList<>();

  /**
   * @param logX whether the x axis doubles from mark to mark
   */
  public Chart(String title, String xName, String yName, boolean logX) {
    this.title = title;
    this.xName = xName;
    this.yName = yName;
    this.logX = logX;
  }

  /** Adds a series. */
  public Chart add(String name, Look look, double[] x, double[] y) {
    return addSpread(name, look, x, y, new double[0], new double[0]);
  }

  /** Adds a series with a bar from low to high at each point. */
  public Chart addSpread(
      String name, Look look, double[] x, double[] y, double[] low, double[] high) {
    series.add(
        new Series(
            name,
            look,
            COLOURS.get(series.size() % COLOURS.size()),
            x.clone(),
            y.clone(),
            low.clone(),
            high.clone()));
    return this;
  }

  /** The drawing. */
  public String svg() {
    Svg svg = new Svg(WIDTH, HEIGHT);
    svg.text(WIDTH / 2.0, 28, 17, "middle", "#111", title);
    double minX = extreme(true);
    double maxX = extreme(false);
    double step = niceStep(maxY() / 6);
    double top = Math.max(step, Math.ceil(maxY() / step) * step);
    Scale scale = new Scale(logX, minX, maxX, top);
    drawAxes(svg, scale, step, top);
    int bars = (int) series.stream().filter(each -> each.look() == Look.BARS).count();
    int bar = 0;
    for (Series each : series) {
      draw(svg, each, scale, bars, each.look() == Look.BARS ? bar++ : 0);
    }
    drawLegend(svg);
    return svg.end();
  }

  private record Scale(boolean log, double minX, double maxX, double top) {
    double x(double value) {
      double part =
          log
              ? (Math.log(value) - Math.log(minX)) / (Math.log(maxX) - Math.log(minX))
              : (value - minX) / Math.max(1e-12, maxX - minX);
      return LEFT + 22 + part * (WIDTH - LEFT - RIGHT - 44);
    }

    double y(double value) {
      return HEIGHT - BOTTOM - value / top * (HEIGHT - TOP - BOTTOM);
    }
  }

  private void drawAxes(Svg svg, Scale scale, double step, double top) {
    for (double y = 0; y <= top + step / 2; y += step) {
      svg.line(LEFT, scale.y(y), WIDTH - RIGHT, scale.y(y), "stroke=\"#e4e4e4\"");
      svg.text(LEFT - 8, scale.y(y) + 4, 12, "end", "#333", number(y));
    }
    List<Double> marks = new ArrayList<>();
    if (logX) {
      for (double x : series.get(0).x()) {
        marks.add(x);
      }
    } else {
      double xStep = niceStep((scale.maxX() - scale.minX()) / 8);
      double first = Math.ceil(scale.minX() / xStep) * xStep;
      for (double x = first; x <= scale.maxX() + xStep / 1e6; x += xStep) {
        marks.add(x);
      }
    }
    for (double x : marks) {
      double at = scale.x(x);
      svg.line(at, HEIGHT - BOTTOM, at, HEIGHT - BOTTOM + 5, "stroke=\"#333\"");
      svg.text(at, HEIGHT - BOTTOM + 19, 12, "middle", "#333", number(x));
    }
    svg.line(LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM, "stroke=\"#333\"");
    svg.line(LEFT, TOP, LEFT, HEIGHT - BOTTOM, "stroke=\"#333\"");
    svg.text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 16, 13, "middle", "#333", xName);
    svg.vertical(20, (TOP + HEIGHT - BOTTOM) / 2.0, 13, yName);
  }

  private static void draw(Svg svg, Series each, Scale scale, int bars, int bar) {
    StringBuilder path = new StringBuilder();
    double width = Math.max(1.5, Math.min(22, 380.0 / Math.max(1, each.x().length)) / bars);
    for (int i = 0; i < each.x().length; i++) {
      double x = scale.x(each.x()[i]);
      double y = scale.y(each.y()[i]);
      if (each.low().length > 0) {
        svg.line(
            x,
            scale.y(each.low()[i]),
            x,
            scale.y(each.high()[i]),
            "stroke=\"" + each.colour() + "\" stroke-width=\"5\" stroke-opacity=\"0.25\"");
      }
      switch (each.look()) {
        case LINE ->
            path.append(String.format(Locale.ROOT, "%s%.1f %.1f ", i == 0 ? "M" : "L", x, y));
        case POINTS ->
            svg.circle(
                x, y, 4.5, "fill=\"white\" stroke-width=\"2\" stroke=\"" + each.colour() + "\"");
        case BARS ->
            svg.rectangle(
                x + (bar - bars / 2.0) * width,
                y,
                width,
                scale.y(0) - y,
                "fill=\"" + each.colour() + "\" fill-opacity=\"0.85\"");
      }
    }
    if (!path.isEmpty()) {
      svg.path(
          path.toString().trim(),
          "fill=\"none\" stroke-width=\"2\" stroke=\"" + each.colour() + "\"");
    }
  }

  private void drawLegend(Svg svg) {
    double y = TOP + 10;
    for (Series each : series) {
      svg.rectangle(WIDTH - RIGHT - 190, y - 9, 14, 10, "fill=\"" + each.colour() + "\"");
      svg.text(WIDTH - RIGHT - 170, y, 12, "start", "#333", each.name());
      y += 18;
    }
  }

  private double extreme(boolean least) {
    double found = least ? Double.MAX_VALUE : -Double.MAX_VALUE;
    for (Series each : series) {
      for (double x : each.x()) {
        found = least ? Math.min(found, x) : Math.max(found, x);
      }
    }
    return found;
  }

  private double maxY() {
    double max = 0;
    for (Series each : series) {
      for (double y : each.y()) {
        max = Math.max(max, y);
      }
      for (double y : each.high()) {
        max = Math.max(max, y);
      }
    }
    // The legend stands at the upper right: leave it some room.
    return max * 1.15;
  }

  private static double niceStep(double rough) {
    double power = Math.pow(10, Math.floor(Math.log10(Math.max(rough, 1e-9))));
    double part = rough / power;
    return (part <= 1 ? 1 : part <= 2 ? 2 : part <= 5 ? 5 : 10) * power;
  }

  private static String number(double value) {
    if (Math.abs(value - Math.rint(value)) < 1e-9) {
      return String.format(Locale.ROOT, "%.0f", value);
    }
    return String.format(Locale.ROOT, "%.3f", value).replaceFirst("0+$", "");
  }
}
