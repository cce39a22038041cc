package dev.quiver.multicast.jms;

import dev.quiver.multicast.log.BadLogException;
import dev.quiver.multicast.log.LogReader;
import dev.quiver.multicast.log.PeerLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A log of which some parts have come. Each is read when it is its turn, and not kept. */
final class ArrivingLog {

  private static final Logger LOG = LoggerFactory.getLogger(ArrivingLog.class);

  private final ReportPart first;
  private final LogReader reader;
  private final List<Long> messages = new ArrayList<>();
  private final Map<Integer, String> early = new TreeMap<>();
  private int next;
  private boolean damaged;

  /**
   * Begins one.
   *
   * @param first the part that came first; it is still to be added
   */
  ArrivingLog(ReportPart first) {
    this.first = first;
    this.reader = new LogReader("the log of peer " + first.peer());
  }

  /**
   * Another part; what came before is passed over.
   *
   * @param message the number that the broker gave to its message
   */
  void add(ReportPart part, long message) {
    messages.add(message);
    if (part.part() >= next) {
      early.putIfAbsent(part.part(), part.text());
    }
    for (String text = early.remove(next); text != null; text = early.remove(next)) {
      next++;
      read(text);
    }
  }

  private void read(String text) {
    if (!damaged) {
      try {
        reader.add(text);
      } catch (BadLogException e) {
        isDamaged(e.getMessage());
      }
    }
  }

  /** The messages that have brought it, by the broker's numbers. */
  List<Long> messages() {
    return messages;
  }

  boolean isWhole() {
    return next >= first.parts();
  }

  /** The whole log; null if it makes no sense. */
  @Nullable PeerLog log() {
    if (damaged) {
      return null;
    }
    try {
      PeerLog log = reader.log();
      if (log.peer() == first.peer()) {
        return log;
      }
      isDamaged("it is the log of peer " + log.peer());
    } catch (BadLogException e) {
      isDamaged(e.getMessage());
    }
    return null;
  }

  private void isDamaged(String why) {
    damaged = true;
    LOG.warn("a log that peer {} handed in is left out: {}", first.peer(), why);
  }
}
