package dev.quiver.tasks.history;

import dev.quiver.messaging.codec.RejectedMessageException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads histories. What a killed process did not finish writing, the last line of the file or the
 * one before its successor's {@code started}, is passed over and counted; any other line that is no
 * event makes the history unusable.
 */
public final class HistoryReader {

  /** The longest line, in characters; events are far shorter, other files may be one line. */
  static final int MAX_LINE = 16 * 1024;

  private final HistoryCodec codec = new HistoryCodec();
  private final Consumer<HistoryEvent> events;

  /** A line that is no event, and excused if a process starts, or nothing follows. */
  private @Nullable BrokenHistoryException pending;

  private long torn;

  /**
   * @param events hears each event, in the order of its file
   */
  public HistoryReader(Consumer<HistoryEvent> events) {
    this.events = events;
  }

  /** How many unfinished lines there were. */
  public long torn() {
    return torn;
  }

  /**
   * Reads one file to its end.
   *
   * @throws BrokenHistoryException if it is no history
   * @throws IOException if it cannot be read
   */
  public void read(Path file) throws IOException {
    pending = null;
    long number = 0;
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      for (String line = next(lines, file, 1); line != null; line = next(lines, file, number + 1)) {
        take(file, ++number, line);
      }
    } catch (CharacterCodingException e) {
      throw new BrokenHistoryException(file, number + 1, "it is not UTF-8 text");
    }
    excuse();
  }

  private void take(Path file, long number, String line) {
    HistoryEvent event;
    try {
      event = codec.read(line);
    } catch (RejectedMessageException e) {
      BrokenHistoryException broken =
          new BrokenHistoryException(file, number, String.valueOf(e.getMessage()));
      if (pending != null) {
        throw pending;
      }
      if (!looksCut(line)) {
        throw broken;
      }
      pending = broken;
      return;
    }
    if (event.kind() == HistoryEvent.Kind.STARTED) {
      excuse();
    } else if (pending != null) {
      throw pending;
    }
    events.accept(event);
  }

  /** The beginning of an event, and not its end. */
  private static boolean looksCut(String line) {
    return "{\"at\":\"".startsWith(line) || (line.startsWith("{\"at\":\"") && !line.endsWith("}"));
  }

  private void excuse() {
    if (pending != null) {
      torn++;
      pending = null;
    }
  }

  private static @Nullable String next(BufferedReader lines, Path file, long number)
      throws IOException {
    StringBuilder line = new StringBuilder(200);
    int c = lines.read();
    if (c < 0) {
      return null;
    }
    for (; c >= 0 && c != '\n'; c = lines.read()) {
      if (line.length() == MAX_LINE) {
        throw new BrokenHistoryException(
            file, number, "it is longer than " + MAX_LINE + " characters");
      }
      line.append((char) c);
    }
    return line.toString();
  }
}
