package dev.quiver.tasks.worker;

import dev.quiver.tasks.Payload;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.wire.TaskEnvelope;
import dev.quiver.tasks.wire.TaskMessage;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Results whose commit failed, or is not known to have succeeded. If their tasks are received once
 * more they were not committed, and need not be executed again. Thread-safe, and bounded in number
 * and bytes: the oldest are let go, and their tasks executed again.
 */
final class Salvage {

  private static final int MOST = 2_000;

  /** As much as the largest result that a task usually may have. */
  static final long MOST_BYTES = 64L << 20;

  /**
   * One attempt at one task of one user. An id is its submitter's alone, and may be used again for
   * something else; streamed input is known by its length.
   */
  private record Key(
      String submitter,
      TaskId id,
      TaskType type,
      Instant submittedAt,
      List<String> args,
      Object body,
      int generation,
      int attempt) {

    static Key of(TaskMessage message) {
      Task task = message.task();
      TaskEnvelope envelope = message.envelope();
      Payload payload = task.payload();
      return new Key(
          envelope.submitter(),
          task.id(),
          task.type(),
          task.submittedAt(),
          task.args(),
          payload instanceof Payload.Text text ? text : bytes(payload),
          envelope.generation(),
          envelope.attempt());
    }
  }

  private final long mostBytes;
  private final Map<Key, Attempt> results = new LinkedHashMap<>();
  private long bytes;

  Salvage(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  synchronized void keep(Attempt attempt) {
    if (!(attempt.result() instanceof AttemptResult.Finished)
        && !(attempt.result() instanceof AttemptResult.Invalid)) {
      attempt.release();
      return;
    }
    Attempt older = results.put(Key.of(attempt.message()), attempt);
    bytes += bytes(attempt);
    if (older != null) {
      bytes -= bytes(older);
      if (older != attempt) {
        older.release();
      }
    }
    Iterator<Attempt> oldest = results.values().iterator();
    while (results.size() > MOST || (bytes > mostBytes && results.size() > 1)) {
      Attempt letGo = oldest.next();
      oldest.remove();
      bytes -= bytes(letGo);
      letGo.release();
    }
  }

  /** The attempt that was made at that task, once. */
  synchronized @Nullable Attempt take(TaskMessage message) {
    Attempt kept = results.isEmpty() ? null : results.remove(Key.of(message));
    if (kept != null) {
      bytes -= bytes(kept);
    }
    return kept;
  }

  /** What it keeps, in memory or on disk. */
  private static long bytes(Attempt attempt) {
    long input = bytes(attempt.message().task().payload());
    return attempt.result() instanceof AttemptResult.Finished done
        ? input + bytes(done.result())
        : input;
  }

  private static long bytes(Payload payload) {
    return payload instanceof Payload.Text text
        ? 2L * text.text().length()
        : ((Payload.Streamed) payload).bytes();
  }
}
