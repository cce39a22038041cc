package dev.quiver.tasks.handler.builtin;

import dev.quiver.tasks.Payload;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.handler.TaskContext;
import dev.quiver.tasks.handler.TaskHandler;
import dev.quiver.tasks.handler.TaskInput;
import java.io.IOException;
import java.io.Reader;
import java.util.Set;

/**
 * {@code text.count_words}, as {@code wc -w} counts them in a UTF-8 locale, see {@link
 * WordCounter}, and {@code text.count_chars}: code points, spaces and line ends included.
 */
final class CountHandler implements TaskHandler {

  private static final TaskType WORDS = new TaskType("text.count_words");
  private static final TaskType CHARS = new TaskType("text.count_chars");
  private static final int BUFFER_CHARS = 8192;

  @Override
  public Set<TaskType> types() {
    return Set.of(WORDS, CHARS);
  }

  @Override
  public Payload handle(TaskInput input, TaskContext context) throws IOException {
    try (Reader in = input.reader()) {
      return new Payload.Text(
          Long.toString(input.type().equals(WORDS) ? words(in, context) : chars(in, context)));
    }
  }

  private static long words(Reader in, TaskContext context) throws IOException {
    WordCounter counter = new WordCounter();
    char[] buffer = new char[BUFFER_CHARS];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      counter.add(buffer, n);
      context.checkCancelled();
    }
    return counter.words();
  }

  private static long chars(Reader in, TaskContext context) throws IOException {
    long count = 0;
    char[] buffer = new char[BUFFER_CHARS];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      for (int i = 0; i < n; i++) {
        // Strictly decoded text has surrogates in pairs only, so each pair counts at its first
        // half.
        if (!Character.isLowSurrogate(buffer[i])) {
          count++;
        }
      }
      context.checkCancelled();
    }
    return count;
  }
}
