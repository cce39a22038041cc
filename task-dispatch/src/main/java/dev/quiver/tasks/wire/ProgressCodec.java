package dev.quiver.tasks.wire;

import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.tasks.BatchId;
import dev.quiver.tasks.Progress;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import java.io.IOException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.jspecify.annotations.Nullable;

/** Writes and reads progress. Reuses its buffers and so belongs to one thread. */
public final class ProgressCodec {

  /** It is of no use to somebody who was away. */
  private static final long LIFE_MS = 60_000;

  private final JsonOut out = new JsonOut();
  private final JsonIn in = new JsonIn();
  private final BodyText text = new BodyText();

  /** The message that tells of progress; it is not durable. */
  public ClientMessage write(MessageFactory messages, Progress progress) {
    out.write(json -> write(progress, json));
    ClientMessage message = messages.create(Message.TEXT_TYPE, false);
    out.putInto(message);
    WireType.PROGRESS.mark(message);
    message.setExpiration(message.getTimestamp() + LIFE_MS);
    return message;
  }

  private static void write(Progress progress, JsonOut json) throws IOException {
    json.field("taskId", progress.taskId().value());
    json.field("type", progress.type().name());
    if (progress.batch() != null) {
      json.field("batch", progress.batch().value());
    }
    json.field("worker", progress.worker().value());
    json.field("attempt", progress.attempt());
    json.open().writeNumberField("fraction", progress.fraction());
    json.field("note", OutcomeCodec.shortened(progress.note()));
  }

  /**
   * Reads progress.
   *
   * @throws RejectedMessageException if it is not progress, or is beyond a limit
   * @throws IOException if it could not be received
   */
  public Progress read(ClientMessage message) throws RejectedMessageException, IOException {
    if (!WireType.PROGRESS.marks(message)) {
      throw Rejects.unknownType(message, WireType.PROGRESS);
    }
    text.take(message);
    Fields fields = new Fields();
    in.read(text, fields);
    return fields.progress();
  }

  private static final class Fields implements JsonIn.Fields {
    private @Nullable String taskId;
    private @Nullable String type;
    private @Nullable String batch;
    private @Nullable String worker;
    private int attempt = 1;
    private double fraction;
    private String note = "";

    @Override
    public void read(String name, JsonIn in) throws IOException, RejectedMessageException {
      switch (name) {
        case "taskId" -> taskId = in.string(name);
        case "type" -> type = in.string(name);
        case "batch" -> batch = in.string(name);
        case "worker" -> worker = in.string(name);
        case "attempt" -> attempt = in.count(name, 1);
        case "fraction" -> fraction = in.fraction(name);
        case "note" -> note = in.string(name);
        default -> in.skip();
      }
    }

    Progress progress() throws RejectedMessageException {
      if (taskId == null) {
        throw Rejects.missing("taskId");
      }
      if (type == null) {
        throw Rejects.missing("type");
      }
      if (worker == null) {
        throw Rejects.missing("worker");
      }
      try {
        return new Progress(
            new TaskId(taskId),
            new TaskType(type),
            batch == null ? null : new BatchId(batch),
            new WorkerId(worker),
            attempt,
            fraction,
            note);
      } catch (IllegalArgumentException e) {
        throw Rejects.badValue("progress", String.valueOf(e.getMessage()));
      }
    }
  }
}
