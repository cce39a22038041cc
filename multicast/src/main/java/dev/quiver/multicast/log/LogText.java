package dev.quiver.multicast.log;

import dev.quiver.multicast.MessageId;
import dev.quiver.multicast.log.PeerLog.End;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The text of a log. Lines of {@code #} say whose it is and how it ended, the others what the peer
 * did: {@code B} broadcast, {@code D} delivered, {@code S} got with its state; then the message,
 * when it came in and when it was done, in microseconds since 1970.
 *
 * <pre>
 * # quiver multicast log 1
 * # group demo
 * # peer 2
 * # id 5f2c
 * # order fifo
 * B 2.1 1767225600000000
 * D 1.1 1767225600000100 1767225600000250
 * # end complete 2
 * </pre>
 *
 * <p>The last line bears the number of the lines of entries. A log without it was cut, or its peer
 * crashed.
 */
public final class LogText {

  static final String FIRST = "# quiver multicast log 1";
  static final String END = "# end ";
  private static final int LONGEST_LINE = 500;
  private static final int SHOWN = 60;

  private LogText() {}

  /** The lines before the first entry. */
  static List<String> head(String group, int peer, String peerId, String order) {
    return List.of(
        FIRST, "# group " + group, "# peer " + peer, "# id " + peerId, "# order " + order);
  }

  static String line(LogEntry entry) {
    String line = entry.kind().letter() + " " + entry.id();
    return switch (entry.kind()) {
      case BROADCAST -> line + " " + entry.atMicros();
      case DELIVERY -> line + " " + entry.receivedMicros() + " " + entry.atMicros();
      case STATE -> line;
    };
  }

  static String last(End end, int entries) {
    return END + end.name().toLowerCase(Locale.ROOT) + " " + entries;
  }

  /** The whole text, each line with its line feed. */
  public static String write(PeerLog log) {
    StringBuilder text = new StringBuilder();
    head(log.group(), log.peer(), log.peerId(), log.order())
        .forEach(line -> text.append(line).append('\n'));
    log.entries().forEach(entry -> text.append(line(entry)).append('\n'));
    if (log.end() != End.CRASHED) {
      text.append(last(log.end(), log.entries().size())).append('\n');
    }
    return text.toString();
  }

  /**
   * Reads a log.
   *
   * @param name what it is called in errors
   * @throws BadLogException if it is none, or one of its lines makes no sense
   */
  public static PeerLog read(String name, String text) {
    List<LogEntry> entries = new ArrayList<>();
    Map<String, String> facts = new HashMap<>();
    End end = End.CRASHED;
    String[] lines = text.split("\n", -1);
    // What follows the last line feed is a line that was being written.
    for (int i = 0; i < lines.length - 1; i++) {
      String line = lines[i].strip();
      if (i == 0 && !line.equals(FIRST)) {
        throw new BadLogException(name, 1, "log.other", FIRST);
      }
      if (line.length() > LONGEST_LINE) {
        throw new BadLogException(name, i + 1, "log.long");
      }
      if (line.startsWith(END)) {
        end = end(name, i + 1, line.substring(END.length()).split(" ", -1), entries.size());
      } else if (line.startsWith("# ")) {
        int space = line.indexOf(' ', 2);
        if (space > 0) {
          facts.put(line.substring(2, space), line.substring(space + 1));
        }
      } else if (!line.isEmpty()) {
        entries.add(entry(name, i + 1, line));
      }
    }
    if (lines.length < 2) {
      throw new BadLogException(name, 0, "log.empty");
    }
    return new PeerLog(
        facts.getOrDefault("group", "?"),
        number(name, facts.get("peer")),
        facts.getOrDefault("id", "?"),
        facts.getOrDefault("order", "?"),
        end,
        entries);
  }

  private static int number(String name, @org.jspecify.annotations.Nullable String peer) {
    try {
      int number = peer == null ? 0 : Integer.parseInt(peer);
      if (number >= 1) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new BadLogException(name, 0, "log.nobody");
  }

  private static End end(String name, int line, String[] words, int entries) {
    for (End end : End.values()) {
      if (words.length == 2 && end.name().toLowerCase(Locale.ROOT).equals(words[0])) {
        if (!words[1].equals(Integer.toString(entries))) {
          throw new BadLogException(name, line, "log.short", shown(words[1]), entries);
        }
        return end;
      }
    }
    throw new BadLogException(name, line, "log.end");
  }

  private static LogEntry entry(String name, int number, String line) {
    String[] words = line.split(" ", -1);
    try {
      for (LogEntry.Kind kind : LogEntry.Kind.values()) {
        if (words[0].length() == 1 && words[0].charAt(0) == kind.letter() && words.length >= 2) {
          MessageId id = MessageId.parse(words[1]);
          long first = words.length > 2 ? Long.parseLong(words[2]) : 0;
          long second = words.length > 3 ? Long.parseLong(words[3]) : first;
          return new LogEntry(kind, id, first, second);
        }
      }
    } catch (IllegalArgumentException e) {
      // Told below, with the line.
    }
    throw new BadLogException(name, number, "log.entry", shown(line));
  }

  private static String shown(String text) {
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
  }
}
