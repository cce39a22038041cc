package dev.quiver.multicast.report;

import dev.quiver.messaging.text.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How many deliveries took how long; each bar stands for times up to 1.41 of those before it. */
final class LatencyHistogram {

  private static final int LEFT = 60;
  private static final int TOP = 60;
  private static final int HIGH = 180;
  private static final int BAR = 24;

  private final Latencies latencies;
  private final Messages text;

  LatencyHistogram(Latencies latencies, Messages text) {
    this.latencies = latencies;
    this.text = text;
  }

  String draw() {
    List<Long> edges = edges();
    int bars = Math.max(0, edges.size() - 1);
    Svg svg =
        new Svg(
            LEFT + Math.max(520, bars * BAR) + 40, TOP + HIGH + 50, text.format("latency.title"));
    svg.words(LEFT, 18, 12, "start", Svg.INK, summary("latency.delivery", false));
    svg.words(LEFT, 36, 12, "start", Svg.INK, summary("latency.heldBack", true));
    long most = 1;
    for (int i = 0; i < bars; i++) {
      most = Math.max(most, latencies.between(edges.get(i), edges.get(i + 1)));
    }
    double floor = TOP + HIGH;
    svg.line(LEFT, floor, LEFT + Math.max(520, bars * BAR), floor, Svg.INK, 1);
    svg.words(LEFT - 6, TOP + 10, 10, "end", Svg.INK, Long.toString(most));
    svg.words(LEFT - 6, floor, 10, "end", Svg.INK, "0");
    for (int i = 0; i < bars; i++) {
      long count = latencies.between(edges.get(i), edges.get(i + 1));
      double high = (double) HIGH * count / most;
      double x = LEFT + i * (double) BAR;
      svg.box(
          x + 1,
          floor - high,
          BAR - 2,
          high,
          "#0072b2",
          text.format("latency.bar", ms(edges.get(i)), ms(edges.get(i + 1)), count));
      if (i % 2 == 0) {
        svg.words(x, floor + 14, 9, "middle", Svg.INK, ms(edges.get(i)));
      }
    }
    svg.words(LEFT, floor + 34, 11, "start", Svg.INK, text.format("latency.axis"));
    return svg.toString();
  }

  private String summary(String key, boolean held) {
    return text.format(
        key,
        round(held ? latencies.heldBackMs(0.5) : latencies.deliveredMs(0.5)),
        round(held ? latencies.heldBackMs(0.99) : latencies.deliveredMs(0.99)),
        round(held ? latencies.heldBackMs(1) : latencies.deliveredMs(1)));
  }

  private List<Long> edges() {
    long[] all = latencies.delivery();
    List<Long> edges = new ArrayList<>();
    if (all.length == 0) {
      return edges;
    }
    double edge = 100;
    while (edge * Math.sqrt(2) <= all[0]) {
      edge *= Math.sqrt(2);
    }
    edges.add(all[0] < 100 ? 0 : Math.round(edge));
    while (edge <= all[all.length - 1]) {
      edge *= Math.sqrt(2);
      edges.add(Math.round(edge));
    }
    if (edges.size() == 1) {
      edges.add(Math.round(edge));
    }
    return edges;
  }

  private static String ms(long micros) {
    return round(micros / 1e3);
  }

  private static String round(double ms) {
    return String.format(Locale.ROOT, ms < 10 ? "%.2f" : "%.0f", ms);
  }
}
