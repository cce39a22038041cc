package dev.quiver.numbers.log;

import dev.quiver.numbers.Run;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which numbers one file has lines of. It reads what other processes have appended since it last
 * looked, and everything anew if the file is another one.
 */
final class LoggedIndex {

  private static final int CHUNK_BYTES = 1 << 20;

  private final Map<String, BitSet> logged = new HashMap<>();
  private @Nullable Object fileKey;
  private @Nullable LogLanguage language;
  private long readTo;

  /** The language of the file's first line, null if it has none yet. */
  @Nullable LogLanguage language() {
    return language;
  }

  boolean contains(String run, int sequence) {
    BitSet sequences = logged.get(run);
    return sequences != null && sequences.get(sequence);
  }

  void add(String run, int sequence) {
    if (sequence >= 1 && sequence <= Run.MAX_COUNT) {
      logged.computeIfAbsent(run, key -> new BitSet()).set(sequence);
    }
  }

  /**
   * Reads what is new. A beginning of a line at the end, left by a process that was killed while it
   * wrote, is cut off: its number was not acknowledged and comes again.
   */
  void catchUp(Path path, LogFile.Held held) throws IOException {
    Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    if (held.size() < readTo || (fileKey != null && !fileKey.equals(key))) {
      logged.clear();
      language = null;
      readTo = 0;
    }
    fileKey = key;
    while (readTo < held.size()) {
      byte[] chunk = held.read(readTo, CHUNK_BYTES);
      int end = endOfLines(chunk);
      if (end == 0 && chunk.length < CHUNK_BYTES) {
        takeFragment(held, new String(chunk, StandardCharsets.UTF_8));
        return;
      }
      // A "line" longer than a chunk is none of ours; it is passed over.
      int length = end == 0 ? chunk.length : end;
      new String(chunk, 0, length, StandardCharsets.UTF_8).lines().forEach(this::take);
      readTo += length;
    }
  }

  private void takeFragment(LogFile.Held held, String fragment) throws IOException {
    if (take(fragment)) {
      // Only the end of the line is missing; the next line supplies it.
      return;
    }
    if (fragment.matches("[0-9T:.Z-]{1,24}( .*)?")) {
      held.cut(readTo);
    }
  }

  private boolean take(String line) {
    NumberLine parsed = NumberLine.parse(line);
    if (parsed == null) {
      return false;
    }
    if (language == null) {
      language = parsed.language();
    }
    add(parsed.run(), parsed.sequence());
    return true;
  }

  private static int endOfLines(byte[] chunk) {
    for (int i = chunk.length - 1; i >= 0; i--) {
      if (chunk[i] == '\n') {
        return i + 1;
      }
    }
    return 0;
  }
}
