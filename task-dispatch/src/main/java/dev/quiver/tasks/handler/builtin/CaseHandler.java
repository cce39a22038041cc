package dev.quiver.tasks.handler.builtin;

import dev.quiver.tasks.Payload;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.handler.Spool;
import dev.quiver.tasks.handler.TaskContext;
import dev.quiver.tasks.handler.TaskHandler;
import dev.quiver.tasks.handler.TaskInput;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * {@code text.uppercase} and {@code text.lowercase} by Unicode's rules without a locale, those that
 * change the length ({@code ß} to {@code SS}) and the final sigma included.
 */
final class CaseHandler implements TaskHandler {

  private static final TaskType UPPER = new TaskType("text.uppercase");
  private static final TaskType LOWER = new TaskType("text.lowercase");
  private static final int BUFFER_CHARS = 8192;

  @Override
  public Set<TaskType> types() {
    return Set.of(UPPER, LOWER);
  }

  @Override
  public Payload handle(TaskInput input, TaskContext context) throws IOException {
    try (Spool spool = context.spool();
        Reader in = input.reader()) {
      // The spool is closed by payload(), after the writer handed over what it still held.
      Writer out = new BufferedWriter(new OutputStreamWriter(spool, StandardCharsets.UTF_8));
      if (input.type().equals(UPPER)) {
        upper(in, out, context);
      } else {
        lower(in, out, context);
      }
      out.flush();
      return spool.payload();
    }
  }

  private static void lower(Reader in, Writer out, TaskContext context) throws IOException {
    LowerCase lower = new LowerCase(out);
    forEachChunk(in, context, lower::add);
    lower.end();
  }

  private static void upper(Reader in, Writer out, TaskContext context) throws IOException {
    // No rule for upper case looks at a character's neighbours, so any chunk will do.
    forEachChunk(in, context, chunk -> out.write(chunk.toUpperCase(Locale.ROOT)));
  }

  private static void forEachChunk(Reader in, TaskContext context, ChunkConsumer consumer)
      throws IOException {
    char[] buffer = new char[BUFFER_CHARS];
    int held = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer, held, buffer.length - held)) {
      int length = held + n;
      // A chunk never ends between the halves of a pair: the first half waits for the second.
      held = length > 0 && Character.isHighSurrogate(buffer[length - 1]) ? 1 : 0;
      consumer.accept(new String(buffer, 0, length - held));
      if (held > 0) {
        buffer[0] = buffer[length - 1];
      }
      context.checkCancelled();
    }
  }

  @FunctionalInterface
  private interface ChunkConsumer {
    void accept(String chunk) throws IOException;
  }
}
