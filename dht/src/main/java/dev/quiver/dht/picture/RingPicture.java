package dev.quiver.dht.picture;

import dev.quiver.dht.Id;
import dev.quiver.dht.IdSpace;
import dev.quiver.dht.LookupResult;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.NodeStatus;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A ring as a circle, zero at the top, going round clockwise: nodes, who follows whom, and if asked
 * for the fingers of one node and the way of one lookup.
 */
public final class RingPicture {

  private static final int SIZE = 760;
  private static final double CENTRE = SIZE / 2.0;
  private static final double RADIUS = 225;

  /** So many names can be read round the circle. */
  private static final int MAX_NAMES = 72;

  /** What is written beside the circle, in the reader's language. */
  public interface Captions {

    /** The circle: so many nodes, each with its successor. */
    String nodes(int count);

    /** The fingers of that node. */
    String fingers(String node);

    /** A lookup of that place, from that node, of so many hops. */
    String lookup(String place, String from, int hops);
  }

  private final Captions captions;
  private final IdSpace space;
  private final List<NodeStatus> nodes;
  private final @Nullable NodeStatus fingersOf;
  private final @Nullable NodeRef start;
  private final @Nullable LookupResult way;

  public RingPicture(Captions captions, IdSpace space, List<NodeStatus> nodes) {
    this(captions, space, List.copyOf(nodes), null, null, null);
  }

  private RingPicture(
      Captions captions,
      IdSpace space,
      List<NodeStatus> nodes,
      @Nullable NodeStatus fingersOf,
      @Nullable NodeRef start,
      @Nullable LookupResult way) {
    this.captions = captions;
    this.space = space;
    this.nodes = nodes;
    this.fingersOf = fingersOf;
    this.start = start;
    this.way = way;
  }

  /** With the fingers of that node. */
  public RingPicture withFingersOf(NodeStatus node) {
    return new RingPicture(captions, space, nodes, node, start, way);
  }

  /** With the way of a lookup that began at that node. */
  public RingPicture withWay(NodeRef from, LookupResult result) {
    return new RingPicture(captions, space, nodes, fingersOf, from, result);
  }

  private record Point(double x, double y) {}

  private Point at(Id id, double radius) {
    double angle = 2 * Math.PI * space.fraction(id) - Math.PI / 2;
    return new Point(CENTRE + radius * Math.cos(angle), CENTRE + radius * Math.sin(angle));
  }

  /** The drawing. */
  public String svg() {
    Svg svg = new Svg(SIZE, SIZE);
    svg.circle(CENTRE, CENTRE, RADIUS, "fill=\"none\" stroke=\"#d8d8d8\" stroke-width=\"8\"");
    for (NodeStatus node : nodes) {
      for (NodeRef successor :
          node.successors().subList(0, Math.min(1, node.successors().size()))) {
        arc(svg, node.self(), successor);
      }
    }
    drawFingers(svg);
    drawWay(svg);
    for (NodeStatus node : nodes) {
      drawNode(svg, node.self());
    }
    drawLegend(svg);
    return svg.end();
  }

  private void arc(Svg svg, NodeRef from, NodeRef to) {
    double part = space.fraction(space.distance(from.id(), to.id()));
    if (part <= 0) {
      return;
    }
    Point a = at(from.id(), RADIUS);
    Point b = at(to.id(), RADIUS);
    svg.path(
        String.format(
            Locale.ROOT,
            "M%.1f %.1f A%.0f %.0f 0 %d 1 %.1f %.1f",
            a.x(),
            a.y(),
            RADIUS,
            RADIUS,
            part > 0.5 ? 1 : 0,
            b.x(),
            b.y()),
        "fill=\"none\" stroke=\"#7a9cc6\" stroke-width=\"2\"");
  }

  private void drawFingers(Svg svg) {
    if (fingersOf == null) {
      return;
    }
    for (NodeRef finger : fingersOf.fingers()) {
      chord(svg, fingersOf.self().id(), finger.id(), "#6a994e", 1.5, "5 4");
    }
  }

  private void drawWay(Svg svg) {
    LookupResult result = way;
    NodeRef from = start;
    if (result == null || from == null) {
      return;
    }
    for (LookupResult.Step step : result.path()) {
      if (step.answered()) {
        chord(svg, from.id(), step.node().id(), "#d1495b", 3, "none");
        from = step.node();
      } else {
        chord(svg, from.id(), step.node().id(), "#d1495b", 1.5, "2 5");
      }
    }
    Point key = at(result.key(), RADIUS);
    svg.rectangle(
        key.x() - 6, key.y() - 6, 12, 12, "fill=\"#e09f3e\" stroke=\"#333\" stroke-width=\"1\"");
  }

  /** A line through the circle with an arrow's head at its end. */
  private void chord(Svg svg, Id from, Id to, String colour, double width, String dashes) {
    if (from.equals(to)) {
      return;
    }
    Point a = at(from, RADIUS - 8);
    Point b = at(to, RADIUS - 8);
    // Bent towards the centre, so that near neighbours do not lie on the circle.
    double middleX = CENTRE + ((a.x() + b.x()) / 2 - CENTRE) * 0.75;
    double middleY = CENTRE + ((a.y() + b.y()) / 2 - CENTRE) * 0.75;
    svg.path(
        String.format(
            Locale.ROOT,
            "M%.1f %.1f Q%.1f %.1f %.1f %.1f",
            a.x(),
            a.y(),
            middleX,
            middleY,
            b.x(),
            b.y()),
        "fill=\"none\" stroke=\""
            + colour
            + "\" stroke-width=\""
            + width
            + "\" stroke-dasharray=\""
            + dashes
            + "\"");
    double angle = Math.atan2(b.y() - middleY, b.x() - middleX);
    svg.path(
        String.format(
            Locale.ROOT,
            "M%.1f %.1f L%.1f %.1f L%.1f %.1f Z",
            b.x(),
            b.y(),
            b.x() - 11 * Math.cos(angle - 0.4),
            b.y() - 11 * Math.sin(angle - 0.4),
            b.x() - 11 * Math.cos(angle + 0.4),
            b.y() - 11 * Math.sin(angle + 0.4)),
        "fill=\"" + colour + "\"");
  }

  private void drawNode(Svg svg, NodeRef node) {
    boolean isHolder = way != null && node.equals(way.holder());
    Point dot = at(node.id(), RADIUS);
    svg.circle(
        dot.x(),
        dot.y(),
        isHolder ? 9 : 6,
        "fill=\""
            + (isHolder ? "#d1495b" : "#1f5fa8")
            + "\" stroke=\"white\" stroke-width=\"1.5\"");
    if (nodes.size() <= MAX_NAMES) {
      Point label = at(node.id(), RADIUS + 20);
      double side = label.x() - CENTRE;
      String anchor = Math.abs(side) < 20 ? "middle" : side > 0 ? "start" : "end";
      String name = node.label();
      String shown = nodes.size() <= 24 ? name + " (" + node.id().brief() + ")" : name;
      svg.text(label.x(), label.y() + 4, nodes.size() <= 24 ? 12 : 9, anchor, "#222", shown);
    }
  }

  private void drawLegend(Svg svg) {
    double y = 22;
    svg.text(14, y, 13, "start", "#1f5fa8", captions.nodes(nodes.size()));
    if (fingersOf != null) {
      y += 18;
      svg.text(14, y, 13, "start", "#6a994e", captions.fingers(fingersOf.self().label()));
    }
    if (way != null && start != null) {
      y += 18;
      svg.text(
          14,
          y,
          13,
          "start",
          "#d1495b",
          captions.lookup(way.key().brief(), start.label(), way.hops()));
    }
  }
}
