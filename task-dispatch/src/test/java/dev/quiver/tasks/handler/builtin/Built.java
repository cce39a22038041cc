package dev.quiver.tasks.handler.builtin;

import dev.quiver.tasks.Payload;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.handler.HandlerRegistry;
import dev.quiver.tasks.handler.Handling;
import dev.quiver.tasks.handler.RecordingContext;
import dev.quiver.tasks.handler.TaskHandler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Runs built-in handlers by their type. */
final class Built {

  private static final HandlerRegistry ALL =
      HandlerRegistry.builder().addAll(BuiltInHandlers.of(ExecPolicy.none())).build();

  private Built() {}

  static TaskHandler handler(String type) {
    return ALL.find(new TaskType(type)).orElseThrow();
  }

  static String run(Path folder, String type, String text, String... args) throws Exception {
    return run(folder, type, Handling.bytes(text.getBytes(StandardCharsets.UTF_8)), args);
  }

  static String run(Path folder, String type, Payload payload, String... args) throws Exception {
    return Handling.text(handler(type), type, payload, new RecordingContext(folder), args);
  }
}
