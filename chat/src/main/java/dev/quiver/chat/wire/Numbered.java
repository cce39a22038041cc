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
 * A message with its place in what one process of its sender says at one place. Both numbers are in
 * its duplicate id, {@code <user>/<stream>/<sequence>}, by which the broker knows a message that it
 * has and the readers one that they have heard.
 *
 * @param stream that process; null if the sender, a client of another make, does not number
 * @param sequence from 1; 0 without a stream
 */
public record Numbered(ChatMessage message, @Nullable String stream, long sequence) {

  private static final SimpleString TYPE = SimpleString.of("JMSType");
  private static final SimpleString ID = Message.HDR_DUPLICATE_DETECTION_ID;

  /** What a 4 KiB text may become as JSON: each character an escape. */
  private static final int MOST_CHARS = 28 * 1024;

  private static final int LONGEST_STREAM = 64;
  private static final int MOST_DIGITS = 18;

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
      text.putStringProperty(ID, SimpleString.of(user + "/" + stream + "/" + sequence));
    }
    TextBody.write(text, document.text());
    return text;
  }

  /**
   * What a message says. An id of another form numbers nothing.
   *
   * @throws RejectedMessageException if it is none of ours, or not sound
   */
  public static Numbered read(ClientMessage message) {
    try {
      String type = message.getStringProperty(TYPE);
      ChatMessage read = ChatCodec.read(type, TextBody.read(message, MOST_CHARS));
      String id = message.getStringProperty(ID);
      int afterUser = id == null ? -1 : id.indexOf('/') + 1;
      int afterStream = id == null ? -1 : id.lastIndexOf('/') + 1;
      int streamChars = afterStream - afterUser - 1;
      if (id == null || streamChars < 1 || streamChars > LONGEST_STREAM) {
        return new Numbered(read, null, 0);
      }
      long sequence = number(id, afterStream);
      return sequence < 1
          ? new Numbered(read, null, 0)
          : new Numbered(read, id.substring(afterUser, afterStream - 1), sequence);
    } catch (ActiveMQPropertyConversionException e) {
      throw new RejectedMessageException(
          Rejection.WRONG_TYPE, "a property is of the wrong type: " + e.getMessage());
    }
  }

  /** The digits from there to the end; 0 if they are something else. */
  private static long number(String id, int from) {
    if (from == id.length() || id.length() - from > MOST_DIGITS) {
      return 0;
    }
    long number = 0;
    for (int i = from; i < id.length(); i++) {
      int digit = id.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return 0;
      }
      number = 10 * number + digit;
    }
    return number;
  }
}
