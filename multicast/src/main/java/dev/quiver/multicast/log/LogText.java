package dev.quiver.multicast.log;

import dev.quiver.multicast.View;
import dev.quiver.multicast.log.PeerLog.End;
import java.io.IOException;
import java.io.Reader;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

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
 * # view 0 1,2
 * B 2.1 1767225600000000
 * D 1.1 1767225600000100 1767225600000250
 * # end complete 2
 * </pre>
 *
 * <p>A line of a view stands where the peer installed it: its number, then its members. Logs of
 * earlier versions have none, and joiners none of the views before theirs.
 *
 * <p>The last line bears the number of the lines of entries. A log without it was cut, or its peer
 * crashed.
 */
public final class LogText {

  static final String FIRST = "# quiver multicast log 1";
  static final String END = "# end ";
  static final String VIEW = "# view ";
  private static final int CHARS_AT_A_TIME = 8 * 1024;

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

  static String line(View view) {
    String members = view.members().stream().map(String::valueOf).collect(Collectors.joining(","));
    return VIEW + view.number() + " " + members;
  }

  static String last(End end, int entries) {
    return END + end.name().toLowerCase(Locale.ROOT) + " " + entries;
  }

  /** The whole text, each line with its line feed. */
  public static String write(PeerLog log) {
    StringBuilder text = new StringBuilder();
    head(log.group(), log.peer(), log.peerId(), log.order())
        .forEach(line -> text.append(line).append('\n'));
    log.views().forEach(view -> text.append(line(view)).append('\n'));
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
    return new LogReader(name).add(text).log();
  }

  /**
   * As {@link #read(String, String)}, from a file, which is never in memory as a whole.
   *
   * @throws BadLogException also if it is a folder or no text
   * @throws IOException if it cannot be read; it names the file
   */
  public static PeerLog read(Path file) throws IOException {
    String name = file.toString();
    if (Files.isDirectory(file)) {
      throw new BadLogException(name, 0, "log.folder");
    }
    LogReader log = new LogReader(name);
    try (Reader in = Files.newBufferedReader(file)) {
      CharBuffer some = CharBuffer.allocate(CHARS_AT_A_TIME);
      while (in.read(some) >= 0) {
        log.add(some.flip());
        some.clear();
      }
    } catch (CharacterCodingException e) {
      throw new BadLogException(name, 0, "log.notText");
    } catch (IOException e) {
      throw LogFile.named(file, e);
    }
    return log.log();
  }
}
