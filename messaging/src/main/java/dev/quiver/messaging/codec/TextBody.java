package dev.quiver.messaging.codec;

import dev.quiver.messaging.text.Sayings;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;

/**
 * The body of a core text message, as JMS reads and writes it: a byte that says that there is one,
 * its length in bytes, then two bytes a character. Its size is known, and checked, before any of it
 * is read.
 */
public final class TextBody {

  private static final int BEFORE_TEXT = 5;

  private TextBody() {}

  /** Makes that text the body of a message that was made as a text message. */
  public static void write(ClientMessage message, String text) {
    message.getBodyBuffer().writeNullableSimpleString(SimpleString.of(text));
  }

  /**
   * Reads the document that is a message's body.
   *
   * @throws RejectedMessageException if it is no text message, too large or not acceptable
   */
  public static <T> T read(ClientMessage message, JsonCodec codec, JsonCodec.Reading<T> reading) {
    char[] text = chars(message, codec.limits().documentChars());
    return codec.read(text, text.length, reading);
  }

  /**
   * The text of a message.
   *
   * @throws RejectedMessageException if it is no text message or has more characters than that
   */
  public static String read(ClientMessage message, int maxChars) {
    return new String(chars(message, maxChars));
  }

  /**
   * Loads the body of a text message that came in pieces, if it is within the limit. A message
   * handler that hands messages to another thread must do so first: the client library discards
   * what is left of a body when its handler returns.
   */
  public static void load(ClientMessage message, int maxChars) {
    if (message.isLargeMessage()
        && message.getType() == Message.TEXT_TYPE
        && message.getBodySize() <= maxBytes(maxChars)) {
      message.getBodyBuffer();
    }
  }

  private static long maxBytes(int maxChars) {
    return 2L * maxChars + BEFORE_TEXT;
  }

  private static char[] chars(ClientMessage message, int maxChars) {
    if (message.getType() != Message.TEXT_TYPE) {
      throw new RejectedMessageException(
          Rejection.NOT_TEXT, Sayings.ofMessaging().say("rejected.notText"));
    }
    long size = message.getBodySize();
    if (size > maxBytes(maxChars)) {
      throw tooLarge(size / 2, maxChars);
    }
    ActiveMQBuffer body = message.getBodyBuffer();
    body.resetReaderIndex();
    if (body.readableBytes() < BEFORE_TEXT || body.readByte() == 0) {
      throw new RejectedMessageException(
          Rejection.INVALID_JSON, Sayings.ofMessaging().say("rejected.noText"));
    }
    int bytes = body.readInt();
    if (bytes < 0 || bytes % 2 != 0 || bytes > body.readableBytes()) {
      throw new RejectedMessageException(
          Rejection.INVALID_TEXT, Sayings.ofMessaging().say("rejected.length"));
    }
    if (bytes / 2 > maxChars) {
      throw tooLarge(bytes / 2, maxChars);
    }
    byte[] raw = new byte[bytes];
    body.readBytes(raw);
    char[] text = new char[bytes / 2];
    for (int i = 0; i < text.length; i++) {
      text[i] = (char) ((raw[2 * i] & 0xFF) | ((raw[2 * i + 1] & 0xFF) << 8));
    }
    return text;
  }

  private static RejectedMessageException tooLarge(long chars, int maxChars) {
    return new RejectedMessageException(
        Rejection.TOO_LARGE, Sayings.ofMessaging().say("rejected.textLong", chars, maxChars));
  }
}
