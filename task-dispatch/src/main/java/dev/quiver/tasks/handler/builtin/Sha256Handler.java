package dev.quiver.tasks.handler.builtin;

import dev.quiver.tasks.Payload;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.handler.TaskContext;
import dev.quiver.tasks.handler.TaskHandler;
import dev.quiver.tasks.handler.TaskInput;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Set;

/** {@code hash.sha256}: the digest of the payload's bytes, whatever they are, as lower-case hex. */
final class Sha256Handler implements TaskHandler {

  private static final int BUFFER_BYTES = 64 * 1024;

  @Override
  public Set<TaskType> types() {
    return Set.of(new TaskType("hash.sha256"));
  }

  @Override
  public Payload handle(TaskInput input, TaskContext context) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = input.open()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
        context.checkCancelled();
      }
    }
    return new Payload.Text(HexFormat.of().formatHex(digest.digest()));
  }
}
