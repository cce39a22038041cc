package dev.quiver.tasks.wire;

import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.codec.TextBody;
import dev.quiver.messaging.text.Printable;
import dev.quiver.tasks.TaskId;
import java.time.Instant;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.reader.MessageUtil;

/**
 * Makes of a message that is no task another that can be looked at: {@code JMSType} {@code
 * rejected}, where it came from, why it was refused, and the beginning of its body as harmless
 * text.
 */
public final class RejectedMessages {

  private static final SimpleString JMS_TYPE = SimpleString.of("rejected");

  private static final int SHOWN_BYTES = 2048;

  /** Longer than any that is written here. */
  private static final int MAX_DESCRIPTION_CHARS = 16 * 1024;

  private RejectedMessages() {}

  /**
   * Describes one.
   *
   * @param queue where it came from
   * @param why it was refused
   */
  public static ClientMessage describe(
      MessageFactory messages, ClientMessage refused, String queue, String why) {
    ClientMessage message = messages.create(Message.TEXT_TYPE, true);
    message.putStringProperty(MessageUtil.TYPE_HEADER_NAME, JMS_TYPE);
    message.putStringProperty(WireProperties.TASK_REASON, SimpleString.of(harmless(why)));
    TaskId id = TaskCodec.idOf(refused);
    if (id != null) {
      message.putStringProperty(WireProperties.TASK_ID, SimpleString.of(id.value()));
    }
    String sender = refused.getValidatedUserID();
    TextBody.write(
        message,
        "from "
            + queue
            + ", sent by "
            + (sender == null ? "nobody the broker knows" : harmless(sender))
            + ", "
            + refused.getEncodeSize()
            + " bytes\n"
            + beginning(refused));
    return message;
  }

  /**
   * Reads what lies among the dead and is no task.
   *
   * @param why it cannot be read as one; counts where nobody described it
   */
  public static RejectedLetter read(ClientMessage message, String why) {
    boolean described =
        JMS_TYPE.equals(message.getObjectProperty(MessageUtil.TYPE_HEADER_NAME))
            && message.getObjectProperty(WireProperties.TASK_REASON) instanceof SimpleString
            && message.getType() == Message.TEXT_TYPE
            && !message.isLargeMessage();
    return new RejectedLetter(
        TaskCodec.idOf(message),
        harmless(
            described
                ? String.valueOf(message.getObjectProperty(WireProperties.TASK_REASON))
                : why),
        Instant.ofEpochMilli(message.getTimestamp()),
        described ? description(message) : "");
  }

  private static String description(ClientMessage message) {
    try {
      return harmless(TextBody.read(message, MAX_DESCRIPTION_CHARS));
    } catch (RejectedMessageException e) {
      return "";
    }
  }

  private static String beginning(ClientMessage refused) {
    if (refused.isLargeMessage()) {
      return "(a large message, not read)";
    }
    ActiveMQBuffer body = refused.getReadOnlyBodyBuffer();
    byte[] bytes = new byte[Math.min(SHOWN_BYTES, body.readableBytes())];
    body.readBytes(bytes);
    StringBuilder text = new StringBuilder(bytes.length);
    for (byte each : bytes) {
      // A text body has two bytes a character; the empty halves are left out.
      if (each != 0) {
        text.append(each > 0 ? (char) each : '?');
      }
    }
    return harmless(text.toString());
  }

  private static String harmless(String text) {
    String shown = text.length() > 2 * SHOWN_BYTES ? text.substring(0, 2 * SHOWN_BYTES) : text;
    return Printable.harmless(shown);
  }
}
