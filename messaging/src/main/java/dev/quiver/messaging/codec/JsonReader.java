package dev.quiver.messaging.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.quiver.messaging.text.Sayings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one object after another, strictly: a value of another kind than asked for is a
 * rejection, {@code null} included. Use it so:
 *
 * <pre>{@code
 * String id = null;
 * Instant at = null;
 * while (fields.next()) {
 *   switch (fields.name()) {
 *     case "id" -> id = fields.string();
 *     case "at" -> at = fields.instant();
 *     default -> fields.skip();
 *   }
 * }
 * return new Thing(JsonReader.required("id", id), at);
 * }</pre>
 */
public final class JsonReader {

  private final JsonParser parser;
  private final int maxStringChars;
  private String name = "";
  private boolean pending;

  /** How many objects are open in this reader, the document itself included. */
  private int open = 1;

  JsonReader(JsonParser parser, int maxStringChars) {
    this.parser = parser;
    this.maxStringChars = maxStringChars;
  }

  /** Goes to the next field of the object; false at its end. Skips a value that nobody took. */
  public boolean next() throws IOException {
    if (pending) {
      skip();
    }
    String field = parser.nextFieldName();
    if (field == null) {
      open--;
      return false;
    }
    name = field;
    parser.nextToken();
    pending = true;
    return true;
  }

  /** The current field. */
  public String name() {
    return name;
  }

  /** Passes over the current value, within the limits that hold for values that are read. */
  public void skip() throws IOException {
    pending = false;
    int depth = 0;
    while (true) {
      JsonToken token = parser.currentToken();
      if (token == JsonToken.VALUE_STRING) {
        requireLength(); // The parser looks at the length of those alone that are read.
      } else if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      }
      if (depth == 0) {
        return;
      }
      parser.nextToken();
    }
  }

  public String string() throws IOException {
    take(JsonToken.VALUE_STRING, "a string");
    return parser.getText();
  }

  public int integer() throws IOException {
    take(JsonToken.VALUE_NUMBER_INT, "a whole number");
    return parser.getIntValue();
  }

  public long longInteger() throws IOException {
    take(JsonToken.VALUE_NUMBER_INT, "a whole number");
    return parser.getLongValue();
  }

  /** A number, whole or not; never infinite. */
  public double number() throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      pending = false;
    } else {
      take(JsonToken.VALUE_NUMBER_FLOAT, "a number");
    }
    double value = parser.getDoubleValue();
    if (Double.isInfinite(value)) {
      throw wrongValue("is out of range");
    }
    return value;
  }

  public boolean bool() throws IOException {
    pending = false;
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> throw wrongType("true or false");
    };
  }

  /** An ISO-8601 instant in UTC, such as {@code 2026-01-01T00:00:00.5Z}. */
  public Instant instant() throws IOException {
    take(JsonToken.VALUE_STRING, "an instant");
    Instant instant =
        IsoInstants.parse(
            parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
    if (instant == null) {
      throw wrongValue("is no instant in UTC such as 2026-01-01T00:00:00Z");
    }
    return instant;
  }

  /** Milliseconds, zero or more. */
  public Duration millis() throws IOException {
    long millis = longInteger();
    if (millis < 0) {
      throw wrongValue("is negative");
    }
    return Duration.ofMillis(millis);
  }

  /** The constant with that label. */
  public <E extends Enum<E>> E label(java.util.function.Function<String, @Nullable E> byLabel)
      throws IOException {
    E constant = byLabel.apply(string());
    if (constant == null) {
      throw wrongValue("is none of the known labels");
    }
    return constant;
  }

  public List<String> strings() throws IOException {
    return list(element -> element.string());
  }

  /** An array, each element read by {@code element} with one of the methods above. */
  public <T> List<T> list(JsonCodec.Reading<T> element) throws IOException {
    take(JsonToken.START_ARRAY, "an array");
    String field = name;
    List<T> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      pending = true;
      list.add(element.from(this));
      if (pending) {
        skip();
      }
      name = field;
    }
    return list;
  }

  /** An object, its fields read as the document's are. */
  public <T> T object(JsonCodec.Reading<T> fields) throws IOException {
    take(JsonToken.START_OBJECT, "an object");
    String field = name;
    int outside = open;
    open++;
    T value = fields.from(this);
    while (open > outside) {
      next();
    }
    name = field;
    return value;
  }

  /** The value of a field that must be there. */
  public static <T> T required(String name, @Nullable T value) {
    if (value == null) {
      throw new RejectedMessageException(
          Rejection.MISSING_FIELD, Sayings.ofMessaging().say("rejected.missing", name));
    }
    return value;
  }

  /** That the current field's value is of the right kind but cannot be used. */
  public RejectedMessageException wrongValue(String why) {
    return new RejectedMessageException(
        Rejection.WRONG_VALUE, "the value of \"" + name + "\" " + why);
  }

  void skipRest() throws IOException {
    while (open > 0) {
      next();
    }
  }

  private void requireLength() throws IOException {
    if (parser.getTextLength() > maxStringChars) {
      throw new RejectedMessageException(
          Rejection.STRING_TOO_LONG,
          Sayings.ofMessaging()
              .say("rejected.valueLong", name, parser.getTextLength(), maxStringChars));
    }
  }

  private void take(JsonToken expected, String words) {
    if (parser.currentToken() != expected) {
      throw wrongType(words);
    }
    pending = false;
  }

  private RejectedMessageException wrongType(String expected) {
    return new RejectedMessageException(
        Rejection.WRONG_TYPE, Sayings.ofMessaging().say("rejected.kind", name, expected));
  }
}
