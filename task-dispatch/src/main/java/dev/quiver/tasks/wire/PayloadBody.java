package dev.quiver.tasks.wire;

import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.tasks.Payload;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.jspecify.annotations.Nullable;

/**
 * The two ways in which a JSON document and a payload share a message: the text inside the
 * document, or the document in the property {@code head} and the bytes as the body.
 */
final class PayloadBody {

  /** Up to this many bytes are sent as a plain bytes message; a large one costs a file. */
  private static final int PLAIN_BYTES = 64 * 1024;

  /** Properties are kept with the message's head in one journal record. */
  private static final int MAX_HEAD_CHARS = 32 * 1024;

  private PayloadBody() {}

  static ClientMessage write(
      MessageFactory messages, Payload payload, JsonOut json, JsonOut.Content document) {
    int length = json.write(document);
    if (payload instanceof Payload.Streamed streamed) {
      if (length > MAX_HEAD_CHARS) {
        throw new TooLongException(
            "beside a streamed payload there are "
                + length
                + " characters of JSON and at most "
                + MAX_HEAD_CHARS
                + " are allowed: use shorter arguments");
      }
      ClientMessage message = messages.create(Message.BYTES_TYPE, true);
      message.putStringProperty(WireProperties.HEAD, SimpleString.of(json.text()));
      message.putLongProperty(WireProperties.PAYLOAD_BYTES, streamed.bytes());
      attach(message, streamed);
      return message;
    }
    ClientMessage message = messages.create(Message.TEXT_TYPE, true);
    json.putInto(message);
    return message;
  }

  /** The text that goes into the document, if it does. */
  static @Nullable String inline(Payload payload) {
    return payload instanceof Payload.Text text ? text.text() : null;
  }

  private static void attach(ClientMessage message, Payload.Streamed payload) {
    try {
      InputStream source = new ExactStream(payload.open(), payload.bytes());
      if (payload.bytes() > PLAIN_BYTES) {
        message.setBodyInputStream(source);
        return;
      }
      try (source) {
        message.getBodyBuffer().writeBytes(source.readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the payload cannot be read: " + e.getMessage(), e);
    }
  }

  /** The payload beside the document; null if it is inside. */
  static Payload.@Nullable Streamed read(ClientMessage message, Spool spool)
      throws RejectedMessageException, IOException {
    return message.containsProperty(WireProperties.HEAD) ? spool.keep(message) : null;
  }

  /** The payload beside the document, not fetched: opening it fails; null if it is inside. */
  static Payload.@Nullable Streamed announced(ClientMessage message)
      throws RejectedMessageException {
    if (!message.containsProperty(WireProperties.HEAD)) {
      return null;
    }
    Long bytes = Properties.number(message, WireProperties.PAYLOAD_BYTES);
    if (bytes == null) {
      throw Rejects.missing("payloadBytes");
    }
    return new Payload.Streamed(
        () -> {
          throw new IOException("the bytes were left on the broker: only the message was read");
        },
        bytes);
  }

  /** Puts the document of that message into {@code text}. */
  static void document(ClientMessage message, BodyText text)
      throws RejectedMessageException, IOException {
    Object head = message.getObjectProperty(WireProperties.HEAD);
    if (head == null) {
      text.take(message);
    } else if (head instanceof SimpleString) {
      text.take(head.toString());
    } else {
      throw Rejects.wrongType("head", "a string");
    }
  }

  /** Of an inline text and streamed bytes there must be exactly one. */
  static Payload one(String field, @Nullable String inline, Payload.@Nullable Streamed streamed)
      throws RejectedMessageException {
    if (streamed != null) {
      if (inline != null) {
        throw Rejects.badValue(field, "it is there twice, inline and streamed");
      }
      return streamed;
    }
    if (inline == null) {
      throw Rejects.missing(field);
    }
    if (inline.length() > Payload.MAX_INLINE_CHARS) {
      throw Rejects.tooLarge(
          "\"" + field + "\" has more than " + Payload.MAX_INLINE_CHARS + " characters inline");
    }
    return new Payload.Text(inline);
  }
}
