package dev.quiver.cli.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * One line of machine output: a JSON object whose fields stand in the order they were given. What
 * is null is left out.
 */
public final class JsonLine {

  private static final JsonFactory FACTORY = new JsonFactory();

  private final StringWriter text = new StringWriter();
  private final JsonGenerator json;

  public JsonLine() {
    try {
      json = FACTORY.createGenerator(text);
      json.writeStartObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public JsonLine put(String name, @Nullable String value) {
    return value == null ? this : write(() -> json.writeStringField(name, value));
  }

  public JsonLine put(String name, long value) {
    return write(() -> json.writeNumberField(name, value));
  }

  public JsonLine put(String name, double value) {
    return write(() -> json.writeNumberField(name, value));
  }

  public JsonLine put(String name, boolean value) {
    return write(() -> json.writeBooleanField(name, value));
  }

  /** An instant in ISO-8601, in UTC. */
  public JsonLine put(String name, @Nullable Instant value) {
    return put(name, value == null ? null : value.toString());
  }

  public JsonLine put(String name, Collection<String> values) {
    return write(
        () -> {
          json.writeArrayFieldStart(name);
          for (String value : values) {
            json.writeString(value);
          }
          json.writeEndArray();
        });
  }

  /** Objects in an array; each is ended by it. */
  public JsonLine putObjects(String name, Collection<JsonLine> objects) {
    return write(
        () -> {
          json.writeArrayFieldStart(name);
          for (JsonLine each : objects) {
            json.writeRawValue(each.end());
          }
          json.writeEndArray();
        });
  }

  /** The line, without a line feed; nothing can be added afterwards. */
  public String end() {
    write(
        () -> {
          json.writeEndObject();
          json.close();
        });
    return text.toString();
  }

  private JsonLine write(Step step) {
    try {
      step.run();
      return this;
    } catch (IOException e) {
      // A StringWriter does not fail.
      throw new UncheckedIOException(e);
    }
  }

  private interface Step {
    void run() throws IOException;
  }
}
