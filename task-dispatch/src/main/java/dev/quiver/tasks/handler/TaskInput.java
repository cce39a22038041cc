package dev.quiver.tasks.handler;

import dev.quiver.tasks.Payload;
import dev.quiver.tasks.TaskReasons;
import dev.quiver.tasks.TaskType;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.util.List;

/**
 * What a handler works on.
 *
 * @param type what is asked for
 * @param args parameters of the type
 * @param payload the input itself
 */
public record TaskInput(TaskType type, List<String> args, Payload payload) {

  /** The longest input, in characters, that {@link #text()} gives; longer ones are streamed. */
  public static final int MAX_TEXT_CHARS = 4 * 1024 * 1024;

  public TaskInput {
    args = List.copyOf(args);
  }

  /**
   * The whole input as text.
   *
   * @throws InvalidInputException if it is not UTF-8, or longer than {@link #MAX_TEXT_CHARS}
   * @throws IOException if it cannot be read
   */
  public String text() throws IOException {
    if (payload instanceof Payload.Text text) {
      return text.text();
    }
    StringBuilder text = new StringBuilder();
    char[] buffer = new char[8192];
    try (Reader reader = reader()) {
      for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
        if (text.length() + n > MAX_TEXT_CHARS) {
          throw new InvalidInputException(TaskReasons.say("input.long", MAX_TEXT_CHARS, type));
        }
        text.append(buffer, 0, n);
      }
    }
    return text.toString();
  }

  /** The input as bytes, from their beginning at each call. The caller closes the stream. */
  public InputStream open() throws IOException {
    return payload.open();
  }

  /**
   * The input as strict UTF-8 text of any length, from its beginning at each call. Reading throws
   * {@link InvalidInputException} at the first byte that is not UTF-8, and names it. The caller
   * closes the reader.
   */
  public Reader reader() throws IOException {
    return new Utf8Reader(open());
  }
}
