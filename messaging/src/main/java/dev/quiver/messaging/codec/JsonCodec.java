package dev.quiver.messaging.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.SegmentedStringWriter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.quiver.messaging.text.Sayings;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Reads and writes the JSON documents of the wire, field by field, without building a tree. Every
 * document that comes in is taken for hostile: whatever is beyond the {@link JsonLimits}, is not
 * JSON or is not what the reader expects ends in a {@link RejectedMessageException}. Safe for many
 * threads.
 */
public final class JsonCodec {

  private static final JsonCodec STANDARD = new JsonCodec(JsonLimits.defaults());

  private final JsonLimits limits;
  private final JsonFactory factory;

  public JsonCodec(JsonLimits limits) {
    this.limits = limits;
    this.factory =
        new JsonFactoryBuilder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxDocumentLength(limits.documentChars())
                    .maxNestingDepth(limits.depth())
                    .maxStringLength(limits.stringChars())
                    .maxNameLength(limits.nameChars())
                    .maxNumberLength(limits.numberChars())
                    .maxTokenCount(limits.tokens())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // Names of hostile documents must not pile up in the process' table of strings.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();
  }

  /** The one with the limits of the wire contract. */
  public static JsonCodec standard() {
    return STANDARD;
  }

  public JsonLimits limits() {
    return limits;
  }

  /** Reads the fields of an object; every value that it does not take is skipped. */
  @FunctionalInterface
  public interface Reading<T> {
    T from(JsonReader fields) throws IOException;
  }

  /** Writes the fields of an object. */
  @FunctionalInterface
  public interface Writing {
    void to(JsonWriter fields) throws IOException;
  }

  /**
   * Reads a document that is one object.
   *
   * @throws RejectedMessageException if it is not acceptable; also when {@code reading} threw an
   *     {@code IllegalArgumentException}, as constructors of values do
   */
  public <T> T read(String document, Reading<T> reading) {
    requireFits(document.length());
    return read(document.toCharArray(), document.length(), reading);
  }

  /** As {@link #read(String, Reading)}, of the first {@code length} characters of an array. */
  public <T> T read(char[] document, int length, Reading<T> reading) {
    requireFits(length);
    SoundText.check(document, length);
    try (JsonParser parser = factory.createParser(document, 0, length)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new RejectedMessageException(
            Rejection.WRONG_TYPE, Sayings.ofMessaging().say("rejected.notObject"));
      }
      JsonReader reader = new JsonReader(parser, limits.stringChars());
      T value = reading.from(reader);
      reader.skipRest();
      requireEnd(parser);
      return value;
    } catch (IOException e) {
      throw JsonFaults.rejection(e);
    } catch (IllegalArgumentException e) {
      throw new RejectedMessageException(Rejection.WRONG_VALUE, String.valueOf(e.getMessage()));
    }
  }

  /** Writes a document that is one object. */
  public String write(Writing writing) {
    try (SegmentedStringWriter out = new SegmentedStringWriter(factory._getBufferRecycler())) {
      try (JsonGenerator generator = factory.createGenerator(out)) {
        generator.writeStartObject();
        writing.to(new JsonWriter(generator));
        generator.writeEndObject();
      }
      return out.getAndClear();
    } catch (IOException e) {
      throw new UncheckedIOException("a document could not be written to memory", e);
    }
  }

  /**
   * A mapper of trees and records with the same limits, for where speed does not matter; it never
   * chooses classes by what a document says.
   */
  public ObjectMapper mapper() {
    return JsonMapper.builder(factory.copy())
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build();
  }

  void requireFits(int chars) {
    if (chars > limits.documentChars()) {
      throw new RejectedMessageException(
          Rejection.TOO_LARGE,
          Sayings.ofMessaging().say("rejected.documentLong", chars, limits.documentChars()));
    }
  }

  private static void requireEnd(JsonParser parser) throws IOException {
    JsonToken more;
    try {
      more = parser.nextToken();
    } catch (com.fasterxml.jackson.core.JsonParseException e) {
      throw trailing();
    }
    if (more != null) {
      throw trailing();
    }
  }

  private static RejectedMessageException trailing() {
    return new RejectedMessageException(
        Rejection.TRAILING_TEXT, Sayings.ofMessaging().say("rejected.trailing"));
  }
}
