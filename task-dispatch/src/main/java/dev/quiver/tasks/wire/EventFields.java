package dev.quiver.tasks.wire;

import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.tasks.BatchId;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The fields of one event, collected while it is read. */
final class EventFields implements JsonIn.Fields {

  private @Nullable String taskId;
  private @Nullable String type;
  private @Nullable String submitter;
  private @Nullable TaskState state;
  private int attempt;
  private int generation;
  private @Nullable Instant startedAt;
  private @Nullable String result;
  private @Nullable String batch;
  private @Nullable String worker;
  private @Nullable Long epoch;
  private @Nullable Instant submittedAt;
  private @Nullable String reason;

  @Override
  public void read(String name, JsonIn in) throws IOException, RejectedMessageException {
    switch (name) {
      case "taskId" -> taskId = in.string(name);
      case "type" -> type = in.string(name);
      case "submitter" -> submitter = in.string(name);
      case "state" -> state = stateOf(in.string(name));
      case "attempt" -> attempt = in.count(name, 0);
      case "generation" -> generation = in.count(name, 0);
      case "startedAt" -> startedAt = in.instant(name);
      case "result" -> result = in.string(name);
      case "batch" -> batch = in.string(name);
      case "worker" -> worker = in.string(name);
      case "epoch" -> epoch = in.whole(name, 0, Long.MAX_VALUE);
      case "submittedAt" -> submittedAt = in.instant(name);
      case "reason" -> reason = in.string(name);
      default -> in.skip();
    }
  }

  private static TaskState stateOf(String label) throws RejectedMessageException {
    TaskState state = TaskState.of(label);
    if (state == null) {
      throw Rejects.badValue("state", "there is no state \"" + label + "\"");
    }
    return state;
  }

  TaskEvent event() throws RejectedMessageException {
    if (taskId == null) {
      throw Rejects.missing("taskId");
    }
    if (type == null) {
      throw Rejects.missing("type");
    }
    if (submitter == null) {
      throw Rejects.missing("submitter");
    }
    if (state == null) {
      throw Rejects.missing("state");
    }
    try {
      return new TaskEvent(
          new TaskId(taskId),
          new TaskType(type),
          submitter,
          state,
          attempt,
          generation,
          startedAt,
          result,
          batch == null ? null : new BatchId(batch),
          worker == null ? null : new WorkerId(worker),
          epoch,
          submittedAt,
          reason);
    } catch (IllegalArgumentException e) {
      throw Rejects.badValue("event", String.valueOf(e.getMessage()));
    }
  }
}
