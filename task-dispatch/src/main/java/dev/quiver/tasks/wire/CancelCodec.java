package dev.quiver.tasks.wire;

import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.tasks.BatchId;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskReasons;
import java.io.IOException;
import java.time.Duration;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.jspecify.annotations.Nullable;

/** Writes and reads cancels. Reuses its buffers and so belongs to one thread. */
public final class CancelCodec {

  private final JsonOut out = new JsonOut();
  private final JsonIn in = new JsonIn();
  private final BodyText text = new BodyText();

  /**
   * The durable message that cancels a task.
   *
   * @param user who is logged in
   * @param life how long it counts
   */
  public ClientMessage ofTask(MessageFactory messages, String user, TaskId task, Duration life) {
    return write(messages, "task", task.value(), user, life);
  }

  /** The durable message that cancels all tasks of a batch. */
  public ClientMessage ofBatch(MessageFactory messages, String user, BatchId batch, Duration life) {
    return write(messages, "batch", batch.value(), user, life);
  }

  private ClientMessage write(
      MessageFactory messages, String kind, String id, String user, Duration life) {
    out.write(json -> json.field(kind, id));
    ClientMessage message = messages.create(Message.TEXT_TYPE, true);
    out.putInto(message);
    WireType.CANCEL.mark(message);
    message.putStringProperty(
        Message.HDR_LAST_VALUE_NAME, SimpleString.of(user + "/" + kind + "/" + id));
    message.setExpiration(message.getTimestamp() + life.toMillis());
    return message;
  }

  /**
   * Reads a cancel.
   *
   * @throws RejectedMessageException if it is not a cancel, or nobody vouches for its sender
   * @throws IOException if it could not be received
   */
  public Cancel read(ClientMessage message) throws RejectedMessageException, IOException {
    if (!WireType.CANCEL.marks(message)) {
      throw Rejects.unknownType(message, WireType.CANCEL);
    }
    String user = message.getValidatedUserID();
    if (user == null) {
      throw Rejects.forged(TaskReasons.say("rejected.forged"));
    }
    text.take(message);
    Fields fields = new Fields();
    in.read(text, fields);
    return fields.cancel(user, Properties.flag(message, WireProperties.ADMIN));
  }

  private static final class Fields implements JsonIn.Fields {
    private @Nullable String task;
    private @Nullable String batch;

    @Override
    public void read(String name, JsonIn in) throws IOException, RejectedMessageException {
      switch (name) {
        case "task" -> task = in.string(name);
        case "batch" -> batch = in.string(name);
        default -> in.skip();
      }
    }

    Cancel cancel(String user, boolean admin) throws RejectedMessageException {
      if (task != null && batch != null) {
        throw Rejects.badValue("batch", "a cancel names a task or a batch, not both");
      }
      try {
        if (task != null) {
          return new Cancel.OfTask(user, admin, new TaskId(task));
        }
        if (batch != null) {
          return new Cancel.OfBatch(user, admin, new BatchId(batch));
        }
      } catch (IllegalArgumentException e) {
        throw Rejects.badValue("cancel", String.valueOf(e.getMessage()));
      }
      throw Rejects.missing("task");
    }
  }
}
