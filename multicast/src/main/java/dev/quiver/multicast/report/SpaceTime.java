package dev.quiver.multicast.report;

import dev.quiver.messaging.text.Messages;
import dev.quiver.multicast.MessageId;
import dev.quiver.multicast.check.CheckReport;
import dev.quiver.multicast.log.LogEntry;
import dev.quiver.multicast.log.PeerLog;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Lamport's space-time diagram: a lane for each peer, an arrow from each broadcast to where it came
 * in, and a bar from there to its delivery for as long as it was held back. Moments at which
 * something happened stand at equal distances, in the order of time: on a true scale all arrows of
 * a millisecond would lie on each other.
 */
final class SpaceTime {

  private static final int POSITIONS = 14;
  private static final int LEFT = 70;
  private static final int TOP = 50;
  private static final int LANE = 64;
  private static final int MOMENT = 9;

  private final List<PeerLog> logs;
  private final Messages text;
  private final Window window;
  private final Set<MessageId> shown;
  private final Map<MessageId, LogEntry> broadcasts = new HashMap<>();
  private final TreeMap<Long, Integer> moments = new TreeMap<>();
  private final Map<Integer, Integer> lanes = new HashMap<>();

  SpaceTime(List<PeerLog> logs, CheckReport report, Messages text) {
    this.logs = logs;
    this.text = text;
    this.window = Window.around(report.commonPrefix(), Window.longest(logs), POSITIONS);
    this.shown = window.messages(logs);
    TreeSet<Long> times = new TreeSet<>();
    for (PeerLog log : logs) {
      lanes.put(log.peer(), lanes.size());
      for (LogEntry entry : log.entries()) {
        if (shown.contains(entry.id()) && entry.atMicros() > 0) {
          if (entry.kind() == LogEntry.Kind.BROADCAST) {
            broadcasts.put(entry.id(), entry);
          }
          times.add(entry.receivedMicros());
          times.add(entry.atMicros());
        }
      }
    }
    number(times);
  }

  /** Times that are nearly the same share a moment. */
  private void number(SortedSet<Long> times) {
    if (times.isEmpty()) {
      return;
    }
    long apart = Math.max(1, (times.last() - times.first()) / 2_000);
    long last = Long.MIN_VALUE / 2;
    int moment = -1;
    for (long time : times) {
      if (time - last >= apart) {
        moment++;
        last = time;
      }
      moments.put(time, moment);
    }
  }

  String draw() {
    int last = moments.isEmpty() ? 0 : moments.lastEntry().getValue();
    double width = LEFT + Math.max(760, (last + 3) * (double) MOMENT) + 20;
    double height = TOP + logs.size() * LANE + 30;
    Svg svg = new Svg(width, height, text.format("space.title"));
    svg.words(
        LEFT,
        16,
        12,
        "start",
        Svg.INK,
        text.format("space.window", window.from() + 1, window.to(), shown.size()));
    svg.words(LEFT, 32, 11, "start", Svg.INK, text.format("space.legend"));
    for (PeerLog log : logs) {
      double y = lane(log.peer());
      svg.words(LEFT - 8, y + 4, 12, "end", Svg.INK, text.format("peer", log.peer()));
      svg.line(LEFT, y, width - 20, y, Svg.FAINT, 1);
    }
    for (PeerLog log : logs) {
      log.entries().stream()
          .filter(entry -> moments.containsKey(entry.atMicros()) && shown.contains(entry.id()))
          .forEach(entry -> entry(svg, log.peer(), entry));
    }
    scale(svg, height - 12, last);
    return svg.toString();
  }

  private void entry(Svg svg, int peer, LogEntry entry) {
    String colour = Svg.colour(entry.id().sender());
    double y = lane(peer);
    double done = x(entry.atMicros());
    if (entry.kind() == LogEntry.Kind.BROADCAST) {
      svg.dot(
          done, y, 4, "#ffffff", colour, text.format("space.sent", peer, entry.id().toString()));
      svg.words(done, y - 8, 8, "middle", colour, entry.id().toString());
      return;
    }
    LogEntry sent = broadcasts.get(entry.id());
    double came = x(entry.receivedMicros());
    String tip =
        text.format(
            "space.delivered",
            peer,
            entry.id().toString(),
            entry.atMicros() - entry.receivedMicros());
    if (sent != null) {
      double from = lane(entry.id().sender());
      double down = Math.signum(y - from);
      svg.arrow(x(sent.atMicros()), from + 4 * down, came, y - 3 * down, colour, tip);
    }
    if (done > came) {
      svg.box(came, y - 3, done - came, 6, colour, tip);
    }
    svg.dot(done, y, 3, colour, Svg.INK, tip);
  }

  private void scale(Svg svg, double y, int last) {
    if (moments.isEmpty()) {
      svg.words(LEFT, y, 11, "start", Svg.INK, text.format("space.noTimes"));
      return;
    }
    long begin = moments.firstKey();
    int next = 0;
    for (Map.Entry<Long, Integer> each : moments.entrySet()) {
      if (each.getValue() >= next && (last - each.getValue() >= 4 || each.getValue() == last)) {
        String ms = String.format(java.util.Locale.ROOT, "%.1f ms", (each.getKey() - begin) / 1e3);
        svg.words(x(each.getKey()), y, 9, "middle", Svg.INK, ms);
        next = each.getValue() + 9;
      }
    }
  }

  private double lane(int peer) {
    return TOP + 26 + lanes.getOrDefault(peer, 0) * (double) LANE;
  }

  private double x(long micros) {
    Integer moment = moments.get(micros);
    return LEFT + 12 + (moment == null ? 0 : moment) * (double) MOMENT;
  }
}
