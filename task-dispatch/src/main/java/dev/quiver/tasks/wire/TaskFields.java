package dev.quiver.tasks.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.tasks.BatchId;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskClass;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskReasons;
import dev.quiver.tasks.TaskType;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.jspecify.annotations.Nullable;

/** The fields of a task's document: written, and collected while it is read. */
final class TaskFields implements JsonIn.Fields {

  private @Nullable String id;
  private @Nullable String batch;
  private @Nullable String type;
  private List<String> args = List.of();
  private @Nullable String payload;
  private @Nullable String taskClass;
  private @Nullable Instant submittedAt;
  private @Nullable Instant deadline;
  private @Nullable Instant notBefore;
  private long timeoutMs = Task.DEFAULT_TIMEOUT.toMillis();
  private int maxAttempts = Task.DEFAULT_MAX_ATTEMPTS;
  private @Nullable String group;

  static void write(Task task, JsonOut out) throws IOException {
    out.field("id", task.id().value());
    out.field("type", task.type().name());
    String inline = PayloadBody.inline(task.payload());
    if (inline != null) {
      out.field("payload", inline);
    }
    if (!task.args().isEmpty()) {
      JsonGenerator json = out.open();
      json.writeArrayFieldStart("args");
      for (String arg : task.args()) {
        json.writeString(arg);
      }
      json.writeEndArray();
    }
    out.field("class", task.taskClass().label());
    out.field("submittedAt", task.submittedAt());
    out.field("timeoutMs", task.timeout().toMillis());
    out.field("maxAttempts", task.maxAttempts());
    if (task.batch() != null) {
      out.field("batch", task.batch().value());
    }
    if (task.deadline() != null) {
      out.field("deadline", task.deadline());
    }
    if (task.notBefore() != null) {
      out.field("notBefore", task.notBefore());
    }
    if (task.group() != null) {
      out.field("group", task.group());
    }
  }

  @Override
  public void read(String name, JsonIn in) throws IOException, RejectedMessageException {
    switch (name) {
      case "id" -> id = in.string(name);
      case "batch" -> batch = in.string(name);
      case "type" -> type = in.string(name);
      case "args" -> args = in.strings(name);
      case "payload" -> payload = in.string(name);
      case "class" -> taskClass = in.string(name);
      case "submittedAt" -> submittedAt = in.instant(name);
      case "deadline" -> deadline = in.instant(name);
      case "notBefore" -> notBefore = in.instant(name);
      case "timeoutMs" -> timeoutMs = in.whole(name, 1, Long.MAX_VALUE / 1_000_000);
      case "maxAttempts" -> maxAttempts = in.count(name, 1);
      case "group" -> group = in.string(name);
      default -> in.skip();
    }
  }

  /** The properties repeat fields, and hops decide on them: they must say the same. */
  void check(ClientMessage message, String submitter) throws RejectedMessageException {
    Properties.same(message, WireProperties.TASK_ID, id);
    Properties.same(message, WireProperties.TASK_TYPE, type);
    Properties.same(message, WireProperties.TASK_BATCH, batch);
    Long property = Properties.number(message, WireProperties.TASK_DEADLINE);
    if (property != null && (deadline == null || property != deadline.toEpochMilli())) {
      throw Rejects.badValue("taskDeadline", TaskReasons.say("rejected.differs"));
    }
    if (message.containsProperty(Message.HDR_GROUP_ID)) {
      String expected =
          group == null || type == null ? null : TaskCodec.groupId(submitter, type, group);
      Properties.same(message, Message.HDR_GROUP_ID, expected);
    }
  }

  Task task(Payload.@Nullable Streamed streamed) throws RejectedMessageException {
    if (id == null) {
      throw Rejects.missing("id");
    }
    if (type == null) {
      throw Rejects.missing("type");
    }
    if (submittedAt == null) {
      throw Rejects.missing("submittedAt");
    }
    Payload whole = PayloadBody.one("payload", payload, streamed);
    try {
      return new Task(
          new TaskId(id),
          batch == null ? null : new BatchId(batch),
          new TaskType(type),
          args,
          whole,
          taskClass == null ? TaskClass.NORMAL : TaskClass.of(taskClass),
          submittedAt,
          deadline,
          notBefore,
          Duration.ofMillis(timeoutMs),
          maxAttempts,
          group);
    } catch (IllegalArgumentException e) {
      throw Rejects.badValue("task", String.valueOf(e.getMessage()));
    }
  }
}
