package dev.quiver.tasks.handler.builtin;

import dev.quiver.messaging.text.Printable;
import java.nio.charset.StandardCharsets;

/** Keeps the last bytes of a stream. */
final class OutputTail {

  /** How many bytes are kept. */
  static final int MAX_BYTES = 2048;

  private final byte[] ring = new byte[MAX_BYTES];
  private long written;

  synchronized void add(byte[] source, int length) {
    for (int i = 0; i < length; i++) {
      ring[(int) (written % MAX_BYTES)] = source[i];
      written++;
    }
  }

  /** The end of what was written, on one line and harmless to a terminal. */
  synchronized String text() {
    int kept = (int) Math.min(written, MAX_BYTES);
    byte[] tail = new byte[kept];
    for (int i = 0; i < kept; i++) {
      tail[i] = ring[(int) ((written - kept + i) % MAX_BYTES)];
    }
    String text = new String(tail, StandardCharsets.UTF_8).strip();
    return (written > kept ? "..." : "")
        + Printable.harmless(text.replaceAll("\\s*\\R\\s*", " | "));
  }
}
