package dev.quiver.tasks.worker;

import dev.quiver.tasks.BatchId;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskClass;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.wire.TaskEnvelope;
import dev.quiver.tasks.wire.TaskMessage;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tasks for tests. */
final class Sample {

  static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  static final TaskType TYPE = new TaskType("test.echo");

  private Sample() {}

  static Task task(String id, TaskType type, String text) {
    return task(id, type, text, 3, null, null, null);
  }

  static Task task(
      String id,
      TaskType type,
      String text,
      int maxAttempts,
      @Nullable String batch,
      @Nullable Instant deadline,
      @Nullable String group) {
    return new Task(
        new TaskId(id),
        batch == null ? null : new BatchId(batch),
        type,
        List.of(),
        Payload.of(text),
        TaskClass.NORMAL,
        Instant.now(),
        deadline,
        null,
        Duration.ofMinutes(1),
        maxAttempts,
        group);
  }

  static Task withTimeout(Task task, Duration timeout) {
    return with(task, task.deadline(), timeout);
  }

  static Task withDeadline(Task task, Instant deadline) {
    return with(task, deadline, task.timeout());
  }

  private static Task with(Task task, @Nullable Instant deadline, Duration timeout) {
    return new Task(
        task.id(),
        task.batch(),
        task.type(),
        task.args(),
        task.payload(),
        task.taskClass(),
        task.submittedAt(),
        deadline,
        task.notBefore(),
        timeout,
        task.maxAttempts(),
        task.group());
  }

  /** A task whose payload is that many zero bytes. */
  static Task streamed(String id, TaskType type, int bytes) {
    return new Task(
        new TaskId(id),
        null,
        type,
        List.of(),
        new Payload.Streamed(() -> new ByteArrayInputStream(new byte[bytes]), bytes),
        TaskClass.NORMAL,
        Instant.now(),
        null,
        null,
        Duration.ofMinutes(1),
        3,
        null);
  }

  static TaskMessage received(Task task) {
    return new TaskMessage(task, envelope());
  }

  static TaskEnvelope envelope() {
    return TaskEnvelope.submitted("ana", "quiver.tasks.results.ana.c1", true);
  }

  /** Received, marked to run alone. */
  static TaskMessage suspected(Task task) {
    return new TaskMessage(task, envelope().suspected());
  }
}
