package dev.quiver.tasks.history;

import static dev.quiver.messaging.codec.JsonReader.required;

import dev.quiver.messaging.codec.JsonCodec;
import dev.quiver.messaging.codec.JsonReader;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Events as lines of JSON. Fields that it does not know are passed over. */
final class HistoryCodec {

  private final JsonCodec json = JsonCodec.standard();

  /** The line, without a line feed. */
  String write(HistoryEvent event) {
    return json.write(
        fields -> {
          fields
              .field("at", event.at())
              .field("process", event.process())
              .field("event", event.kind().label())
              .field("taskId", event.taskId())
              .field("worker", event.worker());
          if (event.attempt() > 0) {
            fields.field("attempt", event.attempt());
          }
          if (event.generation() > 0) {
            fields.field("generation", event.generation());
          }
          fields.field("outcome", event.outcome());
          number(fields, "message", event.message());
          number(fields, "epoch", event.epoch());
        });
  }

  private static void number(
      dev.quiver.messaging.codec.JsonWriter fields, String name, @Nullable Long value)
      throws IOException {
    if (value != null) {
      fields.field(name, value.longValue());
    }
  }

  /**
   * The event of a line.
   *
   * @throws dev.quiver.messaging.codec.RejectedMessageException if it is none
   */
  HistoryEvent read(String line) {
    return json.read(line, HistoryCodec::event);
  }

  private static HistoryEvent event(JsonReader fields) throws IOException {
    Instant at = null;
    String process = null;
    HistoryEvent.Kind kind = null;
    String taskId = null;
    String worker = null;
    int attempt = 0;
    int generation = 0;
    String outcome = null;
    Long message = null;
    Long epoch = null;
    while (fields.next()) {
      switch (fields.name()) {
        case "at" -> at = fields.instant();
        case "process" -> process = fields.string();
        case "event" -> kind = HistoryEvent.Kind.of(fields.string());
        case "taskId" -> taskId = fields.string();
        case "worker" -> worker = fields.string();
        case "attempt" -> attempt = fields.integer();
        case "generation" -> generation = fields.integer();
        case "outcome" -> outcome = fields.string();
        case "message" -> message = fields.longInteger();
        case "epoch" -> epoch = fields.longInteger();
        default -> fields.skip();
      }
    }
    return new HistoryEvent(
        required("at", at),
        required("process", process),
        required("event", kind),
        taskId,
        worker,
        attempt,
        generation,
        outcome,
        message,
        epoch);
  }
}
