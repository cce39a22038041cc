package dev.quiver.tasks.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.tasks.WorkerId;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.jspecify.annotations.Nullable;

/** Writes and reads events. Reuses its buffers and so belongs to one thread. */
public final class EventsCodec {

  private final JsonOut out = new JsonOut();
  private final JsonIn in = new JsonIn();
  private final BodyText text = new BodyText();

  /** The durable message that tells of one transaction. */
  public ClientMessage write(MessageFactory messages, TaskEvents events) {
    out.write(json -> write(events, json));
    ClientMessage message = messages.create(Message.TEXT_TYPE, true);
    out.putInto(message);
    WireType.EVENTS.mark(message);
    return message;
  }

  private static void write(TaskEvents events, JsonOut out) throws IOException {
    if (events.worker() != null) {
      out.field("worker", events.worker().value());
    }
    if (events.epoch() != null) {
      out.field("epoch", (long) events.epoch());
    }
    out.field("at", events.at());
    JsonGenerator json = out.open();
    json.writeArrayFieldStart("events");
    for (TaskEvent event : events.events()) {
      json.writeStartObject();
      write(event, out);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void write(TaskEvent event, JsonOut out) throws IOException {
    out.field("taskId", event.taskId().value());
    out.field("type", event.type().name());
    out.field("submitter", event.submitter());
    out.field("state", event.state().label());
    out.field("attempt", event.attempt());
    out.field("generation", event.generation());
    if (event.startedAt() != null) {
      out.field("startedAt", event.startedAt());
    }
    if (event.batch() != null) {
      out.field("batch", event.batch().value());
    }
    if (event.worker() != null) {
      out.field("worker", event.worker().value());
    }
    if (event.epoch() != null) {
      out.field("epoch", (long) event.epoch());
    }
    if (event.submittedAt() != null) {
      out.field("submittedAt", event.submittedAt());
    }
    String reason = event.reason();
    if (reason != null) {
      out.field("reason", OutcomeCodec.shortened(reason, TaskEvent.MAX_REASON_CHARS));
    }
    String result = event.result();
    if (result != null && result.length() <= TaskEvent.MAX_RESULT_CHARS) {
      out.field("result", result);
    }
  }

  /**
   * Reads events.
   *
   * @throws RejectedMessageException if it is not an events message, or is beyond a limit
   * @throws IOException if it could not be received
   */
  public TaskEvents read(ClientMessage message) throws RejectedMessageException, IOException {
    if (!WireType.EVENTS.marks(message)) {
      throw Rejects.unknownType(message, WireType.EVENTS);
    }
    text.take(message);
    Fields fields = new Fields();
    in.read(text, fields);
    return fields.events();
  }

  private static final class Fields implements JsonIn.Fields {
    private @Nullable String worker;
    private @Nullable Long epoch;
    private @Nullable Instant at;
    private @Nullable List<TaskEvent> events;

    @Override
    public void read(String name, JsonIn in) throws IOException, RejectedMessageException {
      switch (name) {
        case "worker" -> worker = in.string(name);
        case "epoch" -> epoch = in.whole(name, 0, Long.MAX_VALUE);
        case "at" -> at = in.instant(name);
        case "events" -> events = list(in);
        default -> in.skip();
      }
    }

    private static List<TaskEvent> list(JsonIn in) throws IOException, RejectedMessageException {
      List<TaskEvent> events = new ArrayList<>();
      in.objects(
          "events",
          () -> {
            EventFields fields = new EventFields();
            in.readObject(fields);
            events.add(fields.event());
          });
      return events;
    }

    TaskEvents events() throws RejectedMessageException {
      if (at == null) {
        throw Rejects.missing("at");
      }
      if (events == null) {
        throw Rejects.missing("events");
      }
      try {
        return new TaskEvents(worker == null ? null : new WorkerId(worker), epoch, at, events);
      } catch (IllegalArgumentException e) {
        throw Rejects.badValue("worker", String.valueOf(e.getMessage()));
      }
    }
  }
}
