package dev.quiver.tasks.wire;

import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.tasks.TaskReasons;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.jspecify.annotations.Nullable;

/** Reads properties that may be missing or of another type than they should be. */
final class Properties {

  private Properties() {}

  static @Nullable String text(Message message, SimpleString name) throws RejectedMessageException {
    Object value = message.getObjectProperty(name);
    if (value == null) {
      return null;
    }
    if (!(value instanceof SimpleString)) {
      throw Rejects.wrongType(name.toString(), "a string");
    }
    return value.toString();
  }

  static int count(Message message, SimpleString name, int absent, int least)
      throws RejectedMessageException {
    Object value = message.getObjectProperty(name);
    if (value == null) {
      return absent;
    }
    if (!(value instanceof Integer count)) {
      throw Rejects.wrongType(name.toString(), "an int");
    }
    if (count < least) {
      throw Rejects.badValue(name.toString(), "it is below " + least);
    }
    return count;
  }

  static @Nullable Long number(Message message, SimpleString name) throws RejectedMessageException {
    Object value = message.getObjectProperty(name);
    if (value != null && !(value instanceof Long)) {
      throw Rejects.wrongType(name.toString(), "a long");
    }
    return (Long) value;
  }

  static boolean flag(Message message, SimpleString name) throws RejectedMessageException {
    Object value = message.getObjectProperty(name);
    if (value != null && !(value instanceof Boolean)) {
      throw Rejects.wrongType(name.toString(), "a boolean");
    }
    return Boolean.TRUE.equals(value);
  }

  /** A property that repeats a field for the console must not say something else. */
  static void same(Message message, SimpleString name, @Nullable String field)
      throws RejectedMessageException {
    String property = text(message, name);
    if (property != null && !property.equals(field)) {
      throw Rejects.badValue(name.toString(), TaskReasons.say("rejected.differs"));
    }
  }
}
