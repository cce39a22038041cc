package dev.quiver.chat.wire;

import dev.quiver.chat.ChatMessage;
import dev.quiver.messaging.codec.MessageFamily.Document;
import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.codec.Rejection;
import dev.quiver.messaging.codec.TextBody;
import java.time.Instant;
import org.apache.activemq.artemis.api.core.ActiveMQPropertyConversionException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;

/**
 * A message with its place in what one process of its sender says at one place.
 *
 * @param stream that process; null if the sender, a client of another make, does not number
 * @param sequence from 1; 0 without a stream
 */
public record Numbered(ChatMessage message, @Nullable String stream, long sequence) {

  private static final SimpleString TYPE = SimpleString.of("JMSType");
  private static final SimpleString STREAM = SimpleString.of("stream");
  private static final SimpleString SEQUENCE = SimpleString.of("sequence");

  /** What a 4 KiB text may become as JSON: each character an escape. */
  private static final int MOST_CHARS = 28 * 1024;

  private static final int LONGEST_STREAM = 64;

  /** Whether the broker keeps it until it was read. */
  public boolean isKept() {
    return stream != null;
  }

  /**
   * The message for the broker, durable if it is numbered.
   *
   * @param user who sends it
   */
  public ClientMessage write(ClientSession session, String user, Instant now) {
    Document document = ChatCodec.write(message);
    ClientMessage text = session.createMessage(Message.TEXT_TYPE, stream != null);
    text.putStringProperty(TYPE, SimpleString.of(document.type()));
    text.setTimestamp(now.toEpochMilli());
    if (stream != null) {
      text.putStringProperty(STREAM, SimpleString.of(stream));
      text.putLongProperty(SEQUENCE, sequence);
      // Sent again when nobody knew whether it had arrived, it is taken once.
      text.putStringProperty(
          Message.HDR_DUPLICATE_DETECTION_ID,
          SimpleString.of(user + "/" + stream + "/" + sequence));
    }
    TextBody.write(text, document.text());
    return text;
  }

  /**
   * What a message says.
   *
   * @throws RejectedMessageException if it is none of ours, or not sound
   */
  public static Numbered read(ClientMessage message) {
    try {
      String type = message.getStringProperty(TYPE);
      String stream = message.getStringProperty(STREAM);
      long sequence = message.containsProperty(SEQUENCE) ? message.getLongProperty(SEQUENCE) : 0;
      if (stream != null && (stream.length() > LONGEST_STREAM || sequence < 1)) {
        throw new RejectedMessageException(
            Rejection.WRONG_VALUE, "its stream or its sequence is not sound");
      }
      ChatMessage read = ChatCodec.read(type, TextBody.read(message, MOST_CHARS));
      return new Numbered(read, stream, stream == null ? 0 : sequence);
    } catch (ActiveMQPropertyConversionException e) {
      throw new RejectedMessageException(
          Rejection.WRONG_TYPE, "a property is of the wrong type: " + e.getMessage());
    }
  }
}
