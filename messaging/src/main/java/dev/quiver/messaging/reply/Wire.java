package dev.quiver.messaging.reply;

import dev.quiver.messaging.codec.JsonLimits;
import dev.quiver.messaging.codec.TextBody;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;

/** Questions and answers as messages, with the headers that JMS clients know. */
final class Wire {

  private static final SimpleString TYPE = SimpleString.of("JMSType");
  private static final SimpleString CORRELATION = SimpleString.of("JMSCorrelationID");
  private static final SimpleString REPLY_TO = SimpleString.of("JMSReplyTo");
  private static final String QUEUE_PREFIX = "queue://";
  private static final int MAX_HEADER_CHARS = 300;
  private static final int MAX_BODY_CHARS = JsonLimits.defaults().documentChars();

  private static final SimpleString ADMIN = SimpleString.of("admin");

  private Wire() {}

  static ClientMessage message(
      ClientSession session, String type, String correlation, String body) {
    ClientMessage message = session.createMessage(Message.TEXT_TYPE, false);
    message.setRoutingType(RoutingType.ANYCAST);
    message.putStringProperty(TYPE, SimpleString.of(type));
    message.putStringProperty(CORRELATION, SimpleString.of(correlation));
    TextBody.write(message, body);
    return message;
  }

  static void setReplyTo(ClientMessage message, String queue) {
    message.putStringProperty(REPLY_TO, SimpleString.of(QUEUE_PREFIX + queue));
  }

  static @Nullable String replyTo(ClientMessage message) {
    String value = header(message, REPLY_TO);
    return value != null && value.startsWith(QUEUE_PREFIX)
        ? value.substring(QUEUE_PREFIX.length())
        : value;
  }

  /** Whether the broker stamped its sender as an admin, which nobody else can do. */
  static boolean isFromAdmin(ClientMessage message) {
    return Boolean.TRUE.equals(message.getObjectProperty(ADMIN));
  }

  static @Nullable String correlation(ClientMessage message) {
    return header(message, CORRELATION);
  }

  static String type(ClientMessage message) {
    String type = header(message, TYPE);
    return type == null ? "" : type;
  }

  static String body(ClientMessage message) {
    return TextBody.read(message, MAX_BODY_CHARS);
  }

  /** Makes a message ready to be handed to another thread. */
  static ClientMessage loaded(ClientMessage message) {
    TextBody.load(message, MAX_BODY_CHARS);
    return message;
  }

  /** A header that is text of a sensible length; anything else counts as none. */
  private static @Nullable String header(ClientMessage message, SimpleString name) {
    Object value = message.getObjectProperty(name);
    if (value instanceof SimpleString || value instanceof String) {
      String text = value.toString();
      return text.length() > MAX_HEADER_CHARS ? null : text;
    }
    return null;
  }
}
