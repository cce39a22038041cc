package dev.quiver.tasks.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskReasons;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON document after the other, within the limits of {@code docs/wire.md}. Belongs to
 * one thread. A {@code null} counts as a field that is not there.
 */
final class JsonIn {

  /** Takes the value of the current field; leaves the parser at its end. */
  interface Fields {
    void read(String name, JsonIn in) throws IOException, RejectedMessageException;
  }

  /** Reads one object of a list. */
  interface Each {
    void read() throws IOException, RejectedMessageException;
  }

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxDocumentLength(JsonOut.MAX_CHARS)
                  .maxNestingDepth(32)
                  .maxStringLength(Task.MAX_ARG_CHARS)
                  .maxNameLength(128)
                  .maxNumberLength(32)
                  .maxTokenCount(20_000)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // Else a hostile sender's names fill the JVM's table of strings.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private @Nullable JsonParser parser;
  private boolean pairsUnsure;

  /** Reads an object and nothing after it, each field through {@code fields}. */
  void read(BodyText text, Fields fields) throws RejectedMessageException {
    pairsUnsure = text.hasEscapes();
    try (JsonParser open = FACTORY.createParser(text.chars(), 0, text.length())) {
      parser = open;
      if (open.nextToken() != JsonToken.START_OBJECT) {
        throw Rejects.malformed(TaskReasons.say("rejected.notObject"));
      }
      readObject(fields);
      if (open.nextToken() != null) {
        throw Rejects.malformed(TaskReasons.say("rejected.trailing"));
      }
    } catch (StreamConstraintsException e) {
      throw Rejects.tooLarge(e.getOriginalMessage());
    } catch (JsonProcessingException e) {
      throw Rejects.malformed(e.getOriginalMessage());
    } catch (IOException e) {
      throw Rejects.malformed(String.valueOf(e.getMessage()));
    } finally {
      parser = null;
    }
  }

  /** Reads the fields of the object whose beginning is the current token. */
  void readObject(Fields fields) throws IOException, RejectedMessageException {
    JsonParser open = open();
    for (String name = open.nextFieldName(); name != null; name = open.nextFieldName()) {
      if (open.nextToken() != JsonToken.VALUE_NULL) {
        fields.read(name, this);
      }
    }
  }

  /**
   * Reads a list of objects and nothing else in it.
   *
   * @param each reads the object whose beginning is the current token
   */
  void objects(String field, Each each) throws IOException, RejectedMessageException {
    JsonParser open = open();
    if (open.currentToken() != JsonToken.START_ARRAY) {
      throw Rejects.wrongType(field, "a list of objects");
    }
    while (open.nextToken() != JsonToken.END_ARRAY) {
      if (open.currentToken() != JsonToken.START_OBJECT) {
        throw Rejects.wrongType(field, "a list of objects");
      }
      each.read();
    }
  }

  /** Passes over a value that nobody here knows. */
  void skip() throws IOException {
    JsonParser open = open();
    int depth = 0;
    for (JsonToken token = open.currentToken(); token != null; token = open.nextToken()) {
      if (token == JsonToken.VALUE_STRING) {
        // Else a string that nobody asks for is not held to its limit.
        open.getText();
      }
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      if (depth == 0) {
        return;
      }
    }
  }

  String string(String field) throws IOException, RejectedMessageException {
    JsonParser open = open();
    if (open.currentToken() != JsonToken.VALUE_STRING) {
      throw Rejects.wrongType(field, "a string");
    }
    String value = open.getText();
    if (pairsUnsure) {
      BodyText.checkPairs(value);
    }
    return value;
  }

  long whole(String field, long least, long most) throws IOException, RejectedMessageException {
    JsonParser open = open();
    if (open.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw Rejects.wrongType(field, "a whole number");
    }
    if (open.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        || open.getLongValue() < least
        || open.getLongValue() > most) {
      throw Rejects.badValue(field, TaskReasons.say("rejected.outside", least, most));
    }
    return open.getLongValue();
  }

  int count(String field, int least) throws IOException, RejectedMessageException {
    return (int) whole(field, least, Integer.MAX_VALUE);
  }

  double fraction(String field) throws IOException, RejectedMessageException {
    JsonParser open = open();
    if (!open.currentToken().isNumeric()) {
      throw Rejects.wrongType(field, "a number");
    }
    double value = open.getDoubleValue();
    if (!(value >= 0 && value <= 1)) {
      throw Rejects.badValue(field, TaskReasons.say("rejected.outside", 0, 1));
    }
    return value;
  }

  Instant instant(String field) throws IOException, RejectedMessageException {
    try {
      return IsoTimes.read(string(field));
    } catch (DateTimeException e) {
      throw Rejects.badValue(field, String.valueOf(e.getMessage()));
    }
  }

  List<String> strings(String field) throws IOException, RejectedMessageException {
    JsonParser open = open();
    if (open.currentToken() != JsonToken.START_ARRAY) {
      throw Rejects.wrongType(field, "a list of strings");
    }
    if (open.nextToken() == JsonToken.END_ARRAY) {
      return List.of();
    }
    List<String> values = new ArrayList<>();
    do {
      values.add(string(field));
    } while (open.nextToken() != JsonToken.END_ARRAY);
    return values;
  }

  JsonParser open() {
    if (parser == null) {
      throw new IllegalStateException("nothing is being read");
    }
    return parser;
  }
}
