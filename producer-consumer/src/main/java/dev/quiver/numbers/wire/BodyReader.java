package dev.quiver.numbers.wire;

import static dev.quiver.messaging.codec.JsonReader.required;

import dev.quiver.messaging.codec.JsonReader;
import dev.quiver.numbers.NumbersMessage;
import dev.quiver.numbers.NumbersMessage.Drawn;
import dev.quiver.numbers.NumbersMessage.Ended;
import dev.quiver.numbers.NumbersMessage.Logged;
import dev.quiver.numbers.NumbersMessage.RunEnd;
import dev.quiver.numbers.Run;
import dev.quiver.numbers.Sequences;
import dev.quiver.numbers.Verdict;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the body of a message; each type has whole numbers and strings by name. */
final class BodyReader {

  /** What a list of the missing numbers of a run may take. */
  private static final int MAX_MISSED_CHARS = 1_000;

  private final Map<String, Integer> wholes = new HashMap<>();
  private final Map<String, String> strings = new HashMap<>();
  private @Nullable Instant at;

  private BodyReader() {}

  static NumbersMessage read(WireType type, JsonReader fields) throws IOException {
    BodyReader body = new BodyReader();
    while (fields.next()) {
      body.take(type, fields);
    }
    Run run = new Run(body.string("producer"), body.string("run"));
    return switch (type) {
      case NUMBER -> new Drawn(run, body.whole("sequence"), body.whole("value"));
      case END -> new RunEnd(run, body.whole("count"));
      case LOGGED ->
          new Logged(
              run, Sequences.parse(body.string("even")), Sequences.parse(body.string("odd")));
      case ENDED -> new Ended(body.verdict(run));
    };
  }

  private void take(WireType type, JsonReader fields) throws IOException {
    String name = fields.name();
    switch (name) {
      case "sequence", "value", "count", "missing" -> wholes.put(name, fields.integer());
      case "producer", "run", "how", "missed", "by" -> strings.put(name, fields.string());
      case "even", "odd" -> {
        if (type == WireType.LOGGED) {
          strings.put(name, fields.string());
        } else {
          wholes.put(name, fields.integer());
        }
      }
      case "at" -> at = fields.instant();
      default -> fields.skip();
    }
  }

  private Verdict verdict(Run run) {
    Verdict.How how = Verdict.How.labelled(string("how"));
    if (how == null) {
      throw new IllegalArgumentException("\"" + string("how") + "\" is no way for a run to end");
    }
    String missed = string("missed");
    if (missed.length() > MAX_MISSED_CHARS) {
      throw new IllegalArgumentException("the list of missing numbers is too long");
    }
    return new Verdict(
        run,
        how,
        whole("count"),
        whole("even"),
        whole("odd"),
        whole("missing"),
        missed,
        string("by"),
        required("at", at));
  }

  private int whole(String name) {
    return required(name, wholes.get(name));
  }

  private String string(String name) {
    return required(name, strings.get(name));
  }
}
