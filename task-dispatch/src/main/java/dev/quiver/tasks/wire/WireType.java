package dev.quiver.tasks.wire;

import java.util.Locale;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.reader.MessageUtil;
import org.jspecify.annotations.Nullable;

/** The kinds of messages of this package; their names are the {@code JMSType}. */
public enum WireType {
  TASK,
  OUTCOME,
  OUTCOMES,
  PROGRESS,
  EVENTS,
  CANCEL;

  @SuppressWarnings("ImmutableEnumChecker") // A SimpleString does not change.
  private final SimpleString jmsType = SimpleString.of(name().toLowerCase(Locale.ROOT));

  /** The {@code JMSType}. */
  public SimpleString jmsType() {
    return jmsType;
  }

  /** The kind of that message; null if it is none of these. */
  public static @Nullable WireType of(Message message) {
    Object type = message.getObjectProperty(MessageUtil.TYPE_HEADER_NAME);
    for (WireType each : values()) {
      if (each.jmsType.equals(type)) {
        return each;
      }
    }
    return null;
  }

  void mark(Message message) {
    message.putStringProperty(MessageUtil.TYPE_HEADER_NAME, jmsType);
  }

  boolean marks(Message message) {
    return jmsType.equals(message.getObjectProperty(MessageUtil.TYPE_HEADER_NAME));
  }
}
