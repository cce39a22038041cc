package dev.quiver.tasks.handler;

import dev.quiver.tasks.Payload;
import dev.quiver.tasks.TaskType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Calls one handler the way a worker does. */
public final class Handling {

  private Handling() {}

  public static String text(
      TaskHandler handler, String type, Payload payload, TaskContext context, String... args)
      throws Exception {
    return asText(
        handler.handle(new TaskInput(new TaskType(type), List.of(args), payload), context));
  }

  public static String asText(Payload payload) throws IOException {
    try (InputStream in = payload.open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  public static Payload bytes(byte[] bytes) {
    return new Payload.Streamed(() -> new ByteArrayInputStream(bytes), bytes.length);
  }

  /** Bytes that arrive in pieces of that length, so that characters are split between reads. */
  public static Payload pieces(byte[] bytes, int length) {
    return new Payload.Streamed(
        () ->
            new ByteArrayInputStream(bytes) {
              @Override
              public synchronized int read(byte[] target, int offset, int wanted) {
                return super.read(target, offset, Math.min(wanted, length));
              }
            },
        bytes.length);
  }
}
