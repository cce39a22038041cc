package dev.quiver.messaging.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Writes the fields of one object. A field whose value is null is left out. */
public final class JsonWriter {

  private final JsonGenerator generator;

  JsonWriter(JsonGenerator generator) {
    this.generator = generator;
  }

  public JsonWriter field(String name, @Nullable String value) throws IOException {
    if (value != null) {
      generator.writeStringField(name, value);
    }
    return this;
  }

  public JsonWriter field(String name, long value) throws IOException {
    generator.writeNumberField(name, value);
    return this;
  }

  public JsonWriter field(String name, double value) throws IOException {
    generator.writeNumberField(name, value);
    return this;
  }

  public JsonWriter field(String name, boolean value) throws IOException {
    generator.writeBooleanField(name, value);
    return this;
  }

  /** In ISO-8601, UTC. */
  public JsonWriter field(String name, @Nullable Instant value) throws IOException {
    return field(name, value == null ? null : value.toString());
  }

  /** In milliseconds; the name ends in {@code Ms}. */
  public JsonWriter millis(String name, @Nullable Duration value) throws IOException {
    return value == null ? this : field(name, value.toMillis());
  }

  public JsonWriter strings(String name, Collection<String> values) throws IOException {
    generator.writeArrayFieldStart(name);
    for (String value : values) {
      generator.writeString(value);
    }
    generator.writeEndArray();
    return this;
  }

  /** An array of objects, the fields of each written by {@code each}. */
  public <T> JsonWriter objects(String name, Collection<T> values, Each<T> each)
      throws IOException {
    generator.writeArrayFieldStart(name);
    for (T value : values) {
      generator.writeStartObject();
      each.write(value, this);
      generator.writeEndObject();
    }
    generator.writeEndArray();
    return this;
  }

  /** An object within the object. */
  public JsonWriter object(String name, JsonCodec.Writing fields) throws IOException {
    generator.writeObjectFieldStart(name);
    fields.to(this);
    generator.writeEndObject();
    return this;
  }

  /** Writes the fields of one value. */
  @FunctionalInterface
  public interface Each<T> {
    void write(T value, JsonWriter fields) throws IOException;
  }
}
