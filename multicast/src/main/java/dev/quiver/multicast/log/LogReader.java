package dev.quiver.multicast.log;

import dev.quiver.multicast.MessageId;
import dev.quiver.multicast.View;
import dev.quiver.multicast.log.PeerLog.End;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the text of a log piece by piece; of the text itself it keeps no more than a line. */
public final class LogReader {

  private static final int LONGEST_LINE = 500;
  private static final int SHOWN = 60;

  private final String name;
  private final StringBuilder line = new StringBuilder();
  private final LogEntries.Builder entries = new LogEntries.Builder();
  private final Map<String, String> facts = new HashMap<>();
  private final List<View> views = new ArrayList<>();
  private End end = End.CRASHED;
  private int lines;

  /**
   * Begins a log.
   *
   * @param name what it is called in errors
   */
  public LogReader(String name) {
    this.name = name;
  }

  /**
   * What follows.
   *
   * @throws BadLogException if it is no log, or a line makes no sense
   */
  public LogReader add(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      char next = text.charAt(i);
      if (next == '\n') {
        lines++;
        take(line.toString().strip());
        line.setLength(0);
      } else if (line.length() <= LONGEST_LINE) {
        line.append(next); // Of one that is too long enough to see that it is.
      }
    }
    return this;
  }

  private void take(String text) {
    if (lines == 1 && !text.equals(LogText.FIRST)) {
      throw new BadLogException(name, 1, "log.other", LogText.FIRST);
    }
    if (line.length() > LONGEST_LINE) {
      throw new BadLogException(name, lines, "log.long");
    }
    if (text.startsWith(LogText.END)) {
      end = end(text.substring(LogText.END.length()).split(" ", -1));
    } else if (text.startsWith(LogText.VIEW)) {
      views.add(view(text.substring(LogText.VIEW.length()).split(" ", -1)));
    } else if (text.startsWith("# ")) {
      int space = text.indexOf(' ', 2);
      if (space > 0) {
        facts.put(text.substring(2, space), text.substring(space + 1));
      }
    } else if (!text.isEmpty()) {
      entries.add(entry(text));
    }
  }

  /**
   * The log, when all of its text was added. What follows the last line feed was being written, and
   * is left out.
   *
   * @throws BadLogException if there was nothing, or it does not say whose it is
   */
  public PeerLog log() {
    if (lines == 0) {
      throw new BadLogException(name, 0, "log.empty");
    }
    return new PeerLog(
        facts.getOrDefault("group", "?"),
        number(facts.get("peer")),
        facts.getOrDefault("id", "?"),
        facts.getOrDefault("order", "?"),
        end,
        entries.build(),
        views);
  }

  private View view(String[] words) {
    try {
      if (words.length == 2) {
        TreeSet<Integer> members = new TreeSet<>();
        for (String member : words[1].split(",", -1)) {
          members.add(Integer.parseInt(member));
        }
        return new View(Integer.parseInt(words[0]), members);
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    throw new BadLogException(name, lines, "log.view");
  }

  private int number(@Nullable String peer) {
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

  private End end(String[] words) {
    for (End each : End.values()) {
      if (words.length == 2 && each.name().toLowerCase(Locale.ROOT).equals(words[0])) {
        requireCount(words[1]);
        return each;
      }
    }
    throw new BadLogException(name, lines, "log.end");
  }

  private void requireCount(String said) {
    int count;
    try {
      count = Integer.parseInt(said);
    } catch (NumberFormatException e) {
      throw new BadLogException(name, lines, "log.end");
    }
    if (count != entries.size()) {
      String key = count > entries.size() ? "log.short" : "log.more";
      throw new BadLogException(name, lines, key, said, entries.size());
    }
  }

  private LogEntry entry(String text) {
    String[] words = text.split(" ", -1);
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
    throw new BadLogException(name, lines, "log.entry", shown(text));
  }

  private static String shown(String text) {
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
  }
}
