package dev.quiver.multicast.report;

import dev.quiver.multicast.MessageId;
import dev.quiver.multicast.log.LogEntry;
import dev.quiver.multicast.log.PeerLog;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A run as ShiViz reads it: {@code host "event" {vector clock}}, one line an event. The clocks are
 * rebuilt from the logs. The first line is the expression that ShiViz takes such lines apart with,
 * the second, its delimiter of several runs, is empty.
 */
public final class Shiviz {

  static final String EXPRESSION = "(?<host>\\S+) \"(?<event>[^\"]*)\" (?<clock>\\{[^}]*\\})";

  /** More events than a browser can draw. */
  private static final int MOST = 20_000;

  private final List<PeerLog> logs;
  private final Map<MessageId, Map<String, Integer>> sent = new HashMap<>();
  private final Set<MessageId> awaited = new HashSet<>();
  private final StringBuilder text = new StringBuilder(EXPRESSION).append("\n\n");
  private int events;

  private Shiviz(List<PeerLog> logs) {
    this.logs = logs;
    logs.forEach(log -> awaited.addAll(log.broadcasts()));
  }

  /** The text for those logs; its first 20,000 events if there are more. */
  public static String of(List<PeerLog> logs) {
    return new Shiviz(logs).write();
  }

  private String write() {
    int[] next = new int[logs.size()];
    List<TreeMap<String, Integer>> clocks =
        logs.stream().map(log -> new TreeMap<String, Integer>()).toList();
    boolean patient = true;
    boolean progress = true;
    while (progress && events < MOST) {
      progress = false;
      for (int i = 0; i < next.length; i++) {
        List<LogEntry> entries = logs.get(i).entries();
        while (next[i] < entries.size()
            && events < MOST
            && (!patient || isReady(entries.get(next[i])))) {
          step(logs.get(i), entries.get(next[i]++), clocks.get(i));
          progress = true;
          patient = true;
        }
      }
      if (!progress && patient) {
        // Logs that contradict each other: something was delivered before it was broadcast.
        patient = false;
        progress = true;
      }
    }
    return text.toString();
  }

  private boolean isReady(LogEntry entry) {
    return !entry.isDelivery() || sent.containsKey(entry.id()) || !awaited.contains(entry.id());
  }

  private void step(PeerLog log, LogEntry entry, Map<String, Integer> clock) {
    String host = "peer" + log.peer();
    if (entry.isDelivery()) {
      sent.getOrDefault(entry.id(), Map.of())
          .forEach((other, count) -> clock.merge(other, count, Math::max));
    }
    clock.merge(host, 1, Integer::sum);
    if (!entry.isDelivery()) {
      sent.put(entry.id(), new TreeMap<>(clock));
    }
    String verb =
        switch (entry.kind()) {
          case BROADCAST -> "broadcast ";
          case DELIVERY -> "deliver ";
          case STATE -> "state ";
        };
    text.append(host).append(" \"").append(verb).append(entry.id()).append("\" {");
    String comma = "";
    for (Map.Entry<String, Integer> each : clock.entrySet()) {
      text.append(comma).append('"').append(each.getKey()).append("\":").append(each.getValue());
      comma = ", ";
    }
    text.append("}\n");
    events++;
  }
}
