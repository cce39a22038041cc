package dev.quiver.tasks.wire;

import dev.quiver.messaging.Addresses;
import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import java.io.IOException;
import java.time.Instant;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads the messages that are tasks. Reuses its buffers and so belongs to one thread.
 *
 * <p>A message is never sent on: each hop writes a new one. Whoever sends one with a streamed
 * payload closes {@code getBodyInputStream()} afterwards.
 */
public final class TaskCodec {

  private final Spool spool;
  private final Envelopes envelopes;
  private final JsonOut out = new JsonOut();
  private final JsonIn in = new JsonIn();
  private final BodyText text = new BodyText();

  /**
   * Makes one with empty buffers.
   *
   * @param addresses says where the results of a user lie
   * @param spool keeps streamed payloads
   */
  public TaskCodec(Addresses addresses, Spool spool) {
    this.spool = spool;
    this.envelopes = new Envelopes(addresses);
  }

  /**
   * A client's submit, with the user and the task's id as duplicate id: another user's task of that
   * id is another task. Whoever sends it takes outcomes together.
   *
   * @param submitter the user the client is logged in as; what counts is what the broker says
   * @param replyTo the client's results
   * @throws IllegalArgumentException if the task is too large for a message
   * @throws java.io.UncheckedIOException if its payload cannot be read
   */
  public ClientMessage submit(
      MessageFactory messages, Task task, String submitter, SimpleString replyTo) {
    ClientMessage message = write(messages, task, submitter);
    message.putStringProperty(WireProperties.TASK_REPLY_TO, replyTo);
    message.putBooleanProperty(WireProperties.TASK_TOGETHER, true);
    message.putStringProperty(
        Message.HDR_DUPLICATE_DETECTION_ID, SimpleString.of(submitter + "/" + task.id().value()));
    deliverAt(message, task.notBefore());
    expireAtDeadline(message, task);
    return message;
  }

  /**
   * A further hop: assigned, tried again, given back, requeued.
   *
   * @param notBefore when it is delivered at the earliest; none for at once
   */
  public ClientMessage hop(
      MessageFactory messages, Task task, TaskEnvelope envelope, @Nullable Instant notBefore) {
    ClientMessage message = write(messages, task, envelope.submitter());
    Envelopes.put(message, envelope);
    deliverAt(message, notBefore);
    expireAtDeadline(message, task);
    return message;
  }

  /**
   * A further hop of a message that was just read. Its body, which never changes, is copied as it
   * is: writing it anew would cost as much as reading it.
   *
   * @param received the message; its body is in memory
   * @param task what was read from it
   */
  public ClientMessage forward(
      MessageFactory messages, ClientMessage received, Task task, TaskEnvelope envelope) {
    if (received.getType() != Message.TEXT_TYPE || received.isLargeMessage()) {
      return hop(messages, task, envelope, null);
    }
    ActiveMQBuffer body = received.getReadOnlyBodyBuffer();
    ClientMessage message = messages.create(Message.TEXT_TYPE, true);
    message.getBodyBuffer().writeBytes(body, body.readableBytes());
    describe(message, task, envelope.submitter());
    Envelopes.put(message, envelope);
    expireAtDeadline(message, task);
    return message;
  }

  /** The last hop, into {@code tasks.dead}. */
  public ClientMessage dead(
      MessageFactory messages, Task task, TaskEnvelope envelope, String reason) {
    return dead(messages, task, envelope, reason, null);
  }

  /**
   * The last hop of a task that may have been addressed to one worker.
   *
   * @param addressee that worker, to whom it returns if it is requeued
   */
  public ClientMessage dead(
      MessageFactory messages,
      Task task,
      TaskEnvelope envelope,
      String reason,
      @Nullable WorkerId addressee) {
    ClientMessage message = write(messages, task, envelope.submitter());
    Envelopes.put(message, envelope);
    message.putStringProperty(
        WireProperties.TASK_REASON, SimpleString.of(OutcomeCodec.shortened(reason)));
    if (addressee != null) {
      message.putStringProperty(WireProperties.TASK_WORKER, SimpleString.of(addressee.value()));
    }
    return message;
  }

  /**
   * Reads a task, its streamed payload included.
   *
   * @throws RejectedMessageException if it is not one, is beyond a limit or claims what its sender
   *     has no right to
   * @throws IOException if the payload could not be received or kept
   */
  public TaskMessage read(ClientMessage message) throws RejectedMessageException, IOException {
    TaskEnvelope envelope = envelope(message);
    TaskFields fields = fields(message, envelope);
    return new TaskMessage(fields.task(PayloadBody.read(message, spool)), envelope);
  }

  /** Reads a task and leaves a streamed payload where it is: opening that fails. */
  public TaskMessage peek(ClientMessage message) throws RejectedMessageException, IOException {
    TaskEnvelope envelope = envelope(message);
    TaskFields fields = fields(message, envelope);
    return new TaskMessage(fields.task(PayloadBody.announced(message)), envelope);
  }

  private TaskEnvelope envelope(ClientMessage message) {
    if (!WireType.TASK.marks(message)) {
      throw Rejects.unknownType(message, WireType.TASK);
    }
    return envelopes.read(message);
  }

  private TaskFields fields(ClientMessage message, TaskEnvelope envelope) throws IOException {
    PayloadBody.document(message, text);
    TaskFields fields = new TaskFields();
    in.read(text, fields);
    fields.check(message, envelope.submitter());
    return fields;
  }

  /** Reads a task that lies among the dead, its streamed payload included. */
  public DeadTask readDead(ClientMessage message) throws RejectedMessageException, IOException {
    TaskMessage read = read(message);
    return dead(message, read.task(), read.envelope());
  }

  /** Reads a dead task and leaves a streamed payload where it is: opening that fails. */
  public DeadTask peekDead(ClientMessage message) throws RejectedMessageException, IOException {
    TaskEnvelope envelope = envelope(message);
    TaskFields fields = fields(message, envelope);
    return dead(message, fields.task(PayloadBody.announced(message)), envelope);
  }

  private static DeadTask dead(ClientMessage message, Task task, TaskEnvelope envelope) {
    String reason = Properties.text(message, WireProperties.TASK_REASON);
    if (reason == null) {
      throw Rejects.missing("taskReason");
    }
    String addressee = Properties.text(message, WireProperties.TASK_WORKER);
    try {
      return new DeadTask(
          task,
          envelope,
          reason,
          Instant.ofEpochMilli(message.getTimestamp()),
          addressee == null ? null : new WorkerId(addressee));
    } catch (IllegalArgumentException e) {
      throw Rejects.badValue("taskWorker", String.valueOf(e.getMessage()));
    }
  }

  /**
   * Who waits for a task, as its properties say.
   *
   * @param envelope whose reply-to lies in its submitter's own space
   */
  public record Addressed(TaskId id, TaskType type, TaskEnvelope envelope) {

    /**
     * The outcome of a task that nobody can read.
     *
     * @param worker who could not; none for an orchestrator
     */
    public Outcome failed(@Nullable WorkerId worker, String reason, Instant when) {
      return new Outcome.Failed(
          new Outcome.Facts(id, type, null, worker, 0, envelope.generation(), null, when),
          OutcomeCodec.shortened(reason));
    }
  }

  /** Who waits for a task whose message cannot be read; null if not even that can be believed. */
  public @Nullable Addressed addressed(ClientMessage message) {
    TaskId id = idOf(message);
    try {
      String type = Properties.text(message, WireProperties.TASK_TYPE);
      return id == null || type == null
          ? null
          : new Addressed(id, new TaskType(type), envelope(message));
    } catch (RejectedMessageException | IllegalArgumentException e) {
      return null;
    }
  }

  /** The id of the task in that message, without reading it; null if it does not say. */
  public static @Nullable TaskId idOf(ClientMessage message) {
    Object id = message.getObjectProperty(WireProperties.TASK_ID);
    try {
      return id instanceof SimpleString ? new TaskId(id.toString()) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** The group of messages that a task of that group, sent by that user, belongs to. */
  static String groupId(String submitter, String type, String group) {
    return submitter + "/" + type + "/" + group;
  }

  private ClientMessage write(MessageFactory messages, Task task, String submitter) {
    ClientMessage message =
        PayloadBody.write(messages, task.payload(), out, json -> TaskFields.write(task, json));
    describe(message, task, submitter);
    return message;
  }

  private static void describe(ClientMessage message, Task task, String submitter) {
    WireType.TASK.mark(message);
    message.putStringProperty(WireProperties.TASK_ID, SimpleString.of(task.id().value()));
    message.putStringProperty(WireProperties.TASK_TYPE, SimpleString.of(task.type().name()));
    if (task.batch() != null) {
      message.putStringProperty(WireProperties.TASK_BATCH, SimpleString.of(task.batch().value()));
    }
    if (task.deadline() != null) {
      message.putLongProperty(WireProperties.TASK_DEADLINE, task.deadline().toEpochMilli());
    }
    if (task.group() != null) {
      message.putStringProperty(
          Message.HDR_GROUP_ID,
          SimpleString.of(groupId(submitter, task.type().name(), task.group())));
    }
    message.setPriority((byte) task.taskClass().jmsPriority());
  }

  private static void deliverAt(ClientMessage message, @Nullable Instant when) {
    if (when != null) {
      message.putLongProperty(Message.HDR_SCHEDULED_DELIVERY_TIME, when.toEpochMilli());
    }
  }

  /** Only a hint: paged and scheduled messages expire late. Every hop checks the property. */
  private static void expireAtDeadline(ClientMessage message, Task task) {
    if (task.deadline() != null) {
      message.setExpiration(Math.max(1, task.deadline().toEpochMilli()));
    }
  }
}
