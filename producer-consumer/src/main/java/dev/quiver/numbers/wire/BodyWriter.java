package dev.quiver.numbers.wire;

import dev.quiver.messaging.codec.JsonCodec;
import dev.quiver.messaging.codec.JsonWriter;
import dev.quiver.numbers.NumbersMessage;
import dev.quiver.numbers.NumbersMessage.Drawn;
import dev.quiver.numbers.NumbersMessage.Ended;
import dev.quiver.numbers.NumbersMessage.Logged;
import dev.quiver.numbers.NumbersMessage.RunEnd;
import dev.quiver.numbers.Verdict;
import java.io.IOException;

/** Writes the body of each message. */
final class BodyWriter {

  private BodyWriter() {}

  static String write(JsonCodec json, NumbersMessage message) {
    return json.write(
        fields -> {
          fields.field("producer", message.run().producer()).field("run", message.run().id());
          if (message instanceof Drawn drawn) {
            fields.field("sequence", drawn.sequence()).field("value", drawn.value());
          } else if (message instanceof RunEnd end) {
            fields.field("count", end.count());
          } else if (message instanceof Logged logged) {
            fields.field("even", logged.even().toString()).field("odd", logged.odd().toString());
          } else if (message instanceof Ended ended) {
            write(fields, ended.verdict());
          }
        });
  }

  private static void write(JsonWriter fields, Verdict verdict) throws IOException {
    fields
        .field("how", verdict.how().label())
        .field("count", verdict.count())
        .field("even", verdict.even())
        .field("odd", verdict.odd())
        .field("missing", verdict.missing())
        .field("missed", verdict.missed())
        .field("by", verdict.by())
        .field("at", verdict.at());
  }
}
