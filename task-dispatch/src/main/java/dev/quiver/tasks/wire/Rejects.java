package dev.quiver.tasks.wire;

import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.codec.Rejection;
import dev.quiver.tasks.TaskReasons;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.reader.MessageUtil;

/** The reasons for which messages of this package are not taken. */
final class Rejects {

  private static final int SHOWN = 200;

  private Rejects() {}

  static RejectedMessageException missing(String field) {
    return new RejectedMessageException(
        Rejection.MISSING_FIELD, TaskReasons.say("rejected.missing", field));
  }

  static RejectedMessageException wrongType(String field, String expected) {
    return new RejectedMessageException(
        Rejection.WRONG_TYPE, TaskReasons.say("rejected.kind", field, expected));
  }

  static RejectedMessageException badValue(String field, String why) {
    return new RejectedMessageException(
        Rejection.WRONG_VALUE, TaskReasons.say("rejected.value", field, shortened(why)));
  }

  static RejectedMessageException wrongKind(String why) {
    return new RejectedMessageException(Rejection.NOT_TEXT, why);
  }

  static RejectedMessageException tooLarge(String why) {
    return new RejectedMessageException(Rejection.TOO_LARGE, why);
  }

  static RejectedMessageException malformed(String why) {
    return new RejectedMessageException(Rejection.INVALID_JSON, shortened(why));
  }

  static RejectedMessageException notText(String why) {
    return new RejectedMessageException(Rejection.INVALID_TEXT, why);
  }

  static RejectedMessageException forged(String why) {
    return new RejectedMessageException(Rejection.NOT_ENTITLED, shortened(why));
  }

  static RejectedMessageException unknownType(Message message, WireType expected) {
    return new RejectedMessageException(
        Rejection.UNKNOWN_MESSAGE_TYPE,
        shortened(
            TaskReasons.say(
                "rejected.type",
                message.getObjectProperty(MessageUtil.TYPE_HEADER_NAME),
                expected.jmsType())));
  }

  private static String shortened(String text) {
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
  }
}
