package dev.quiver.cli.map;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The inputs one after the other, as they were given; {@code -} stands for a list of names on the
 * standard input, which is read as it is needed, so that a million names are never in memory.
 */
final class Inputs {

  /** Longer than any path may be; a line of a file that is no list is cut off here. */
  private static final int MAX_NAME_BYTES = 16 * 1024;

  private final Deque<String> names;
  private final InputStream list;
  private final int separator;
  private boolean listOpen;
  private long taken;
  private boolean listSeen;
  private Optional<MapInput> ahead = Optional.empty();

  /** Read by any thread, also while the one that takes inputs waits for the list; -1 if unknown. */
  private volatile long total;

  /**
   * @param names what was given
   * @param list the list that {@code -} stands for
   * @param separator what ends a name in it: a line feed or a zero byte
   */
  Inputs(List<String> names, InputStream list, char separator) {
    this.names = new ArrayDeque<>(names);
    this.list = new BufferedInputStream(list, 64 * 1024);
    this.separator = separator;
    this.listSeen = names.contains("-");
    this.total = listSeen ? -1 : names.size();
  }

  /** How many there are in total, as soon as that is known; never waits. */
  OptionalLong total() {
    long known = total;
    return known < 0 ? OptionalLong.empty() : OptionalLong.of(known);
  }

  /**
   * Whether there is one more, which waits for the list; for the thread that takes them.
   *
   * @throws IOException if the list cannot be read
   */
  boolean hasNext() throws IOException {
    ahead = next();
    return ahead.isPresent();
  }

  /**
   * The next one, empty after the last; for one thread.
   *
   * @throws IOException if the list cannot be read
   */
  Optional<MapInput> next() throws IOException {
    if (ahead.isPresent()) {
      Optional<MapInput> seen = ahead;
      ahead = Optional.empty();
      return seen;
    }
    while (true) {
      if (listOpen) {
        Optional<String> name = nextOfList();
        if (name.isPresent()) {
          return Optional.of(input(name.get()));
        }
        listOpen = false;
        listSeen = names.contains("-");
        total = listSeen ? -1 : taken + names.size();
        continue;
      }
      String name = names.poll();
      if (name == null) {
        return Optional.empty();
      }
      if (name.equals("-")) {
        listOpen = true;
        continue;
      }
      return Optional.of(input(name));
    }
  }

  private MapInput input(String name) {
    return new MapInput(taken++, name);
  }

  /** The next name that is not empty. */
  private Optional<String> nextOfList() throws IOException {
    ByteArrayOutputStream name = new ByteArrayOutputStream(128);
    while (true) {
      int next = list.read();
      if (next == separator || next < 0) {
        String text = name.toString(StandardCharsets.UTF_8);
        if (separator == '\n' && text.endsWith("\r")) {
          text = text.substring(0, text.length() - 1);
        }
        if (!text.isEmpty()) {
          return Optional.of(text);
        }
        if (next < 0) {
          return Optional.empty();
        }
        name.reset();
      } else {
        name.write(next);
        if (name.size() > MAX_NAME_BYTES) {
          throw new IOException("the list of inputs has a name of more than 16 KiB: is it a list?");
        }
      }
    }
  }
}
