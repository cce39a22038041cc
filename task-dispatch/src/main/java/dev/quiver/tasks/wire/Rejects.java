package dev.quiver.tasks.wire;

import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.codec.Rejection;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.reader.MessageUtil;

/** The reasons for which messages of this package are not taken. */
final class Rejects {

  private static final int SHOWN = 200;

  private Rejects() {}

  static RejectedMessageException missing(String field) {
    return new RejectedMessageException(Rejection.MISSING_FIELD, "\"" + field + "\" is missing");
  }

  static RejectedMessageException wrongType(String field, String expected) {
    return new RejectedMessageException(
        Rejection.WRONG_TYPE, "\"" + field + "\" is not " + expected);
  }

  static RejectedMessageException badValue(String field, String why) {
    return new RejectedMessageException(
        Rejection.WRONG_VALUE, "\"" + field + "\" is not usable: " + shortened(why));
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
            "its JMSType is \""
                + message.getObjectProperty(MessageUtil.TYPE_HEADER_NAME)
                + "\" where \""
                + expected.jmsType()
                + "\" belongs"));
  }

  private static String shortened(String text) {
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
  }
}
