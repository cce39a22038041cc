package dev.quiver.tasks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * What a task works on, or what came out of it. Short text travels inside the JSON message;
 * whatever is longer, or is not text, travels as a streamed large message and is never held in
 * memory whole.
 */
public sealed interface Payload {

  /** The longest text, in characters, that travels inside the JSON message. */
  int MAX_INLINE_CHARS = 32 * 1024;

  /** The bytes from their beginning; each call opens them anew. The caller closes the stream. */
  InputStream open() throws IOException;

  /** Text that fits into the JSON message. */
  record Text(String text) implements Payload {
    public Text {
      if (text.length() > MAX_INLINE_CHARS) {
        throw new IllegalArgumentException(
            "a text payload of "
                + text.length()
                + " characters is too long to travel inline: use Payload.Streamed above "
                + MAX_INLINE_CHARS);
      }
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /**
   * Bytes that are read from a source when they are needed.
   *
   * @param source opens them
   * @param bytes how many there are
   */
  record Streamed(Source source, long bytes) implements Payload {
    @Override
    public InputStream open() throws IOException {
      return source.open();
    }
  }

  /** Opens a payload's bytes from their beginning, as often as asked. */
  @FunctionalInterface
  interface Source {
    InputStream open() throws IOException;
  }

  /** The payload of that text, inline if it is short enough. */
  static Payload of(String text) {
    if (text.length() <= MAX_INLINE_CHARS) {
      return new Text(text);
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Streamed(() -> new ByteArrayInputStream(bytes), bytes.length);
  }
}
