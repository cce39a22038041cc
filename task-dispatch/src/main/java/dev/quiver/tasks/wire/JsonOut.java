package dev.quiver.tasks.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.jspecify.annotations.Nullable;

/** Writes one JSON document after the other, each into a message. Belongs to one thread. */
final class JsonOut {

  /** The longest document, in characters. */
  static final int MAX_CHARS = 256 * 1024;

  /** What is written while the generator is open. */
  interface Content {
    void write(JsonOut out) throws IOException;
  }

  private static final JsonFactory FACTORY = new JsonFactory();

  private final TextSink sink = new TextSink();
  private final char[] time = new char[30];
  private @Nullable JsonGenerator generator;

  /** Writes the object and returns how many characters it has. */
  int write(Content content) {
    sink.clear();
    try (JsonGenerator open = FACTORY.createGenerator(sink)) {
      generator = open;
      open.writeStartObject();
      content.write(this);
      open.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing into memory failed", e);
    } finally {
      generator = null;
    }
    sink.finish();
    if (sink.length() > 2 * MAX_CHARS) {
      throw new TooLongException(
          "the message has "
              + sink.length() / 2
              + " characters of JSON and at most "
              + MAX_CHARS
              + " are allowed: send what is long as a streamed payload");
    }
    return sink.length() / 2;
  }

  /** Makes what was written the text body of that message. */
  void putInto(ClientMessage message) {
    ActiveMQBuffer body = message.getBodyBuffer();
    // A nullable SimpleString by hand, without its copy: present, length in bytes, the bytes.
    body.writeByte((byte) 1);
    body.writeInt(sink.length());
    body.writeBytes(sink.bytes(), 0, sink.length());
  }

  /** What was written, as a string. */
  String text() {
    return new String(sink.bytes(), 0, sink.length(), StandardCharsets.UTF_16LE);
  }

  void field(String name, String value) throws IOException {
    open().writeStringField(name, value);
  }

  void field(String name, long value) throws IOException {
    open().writeNumberField(name, value);
  }

  void field(String name, Instant value) throws IOException {
    JsonGenerator json = open();
    json.writeFieldName(name);
    json.writeString(time, 0, IsoTimes.write(value, time));
  }

  JsonGenerator open() {
    if (generator == null) {
      throw new IllegalStateException("nothing is being written");
    }
    return generator;
  }
}
