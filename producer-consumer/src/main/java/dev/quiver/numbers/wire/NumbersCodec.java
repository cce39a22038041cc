package dev.quiver.numbers.wire;

import dev.quiver.messaging.codec.JsonCodec;
import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.codec.Rejection;
import dev.quiver.messaging.text.Sayings;
import dev.quiver.numbers.NumbersMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;

/**
 * Writes and reads the messages of numbers: JSON text with a {@code JMSType}; producer and run are
 * properties too, for whoever looks at the queue in a console.
 */
public final class NumbersCodec {

  private static final String DUPLICATE_ID = "_AMQ_DUPL_ID";

  private final JsonCodec json = JsonCodec.standard();

  /** The message that says this. */
  public TextMessage write(Session session, NumbersMessage message) throws JMSException {
    TextMessage text = session.createTextMessage(BodyWriter.write(json, message));
    text.setJMSType(WireType.of(message).label());
    text.setStringProperty("producer", message.run().producer());
    text.setStringProperty("run", message.run().id());
    return text;
  }

  /**
   * The message that says this, once: another one of the same run with the same key is dropped by
   * the broker at the address that has seen it.
   */
  public TextMessage writeOnce(Session session, NumbersMessage message, String key)
      throws JMSException {
    TextMessage text = write(session, message);
    text.setStringProperty(DUPLICATE_ID, message.run().id() + "/" + key);
    return text;
  }

  /**
   * What a message says.
   *
   * @throws RejectedMessageException if it is none of ours, or not sound
   * @throws JMSException if it could not be had from the broker
   */
  public NumbersMessage read(Message message) throws JMSException {
    if (!(message instanceof TextMessage text)) {
      throw new RejectedMessageException(
          Rejection.NOT_TEXT, Sayings.ofMessaging().say("rejected.notText"));
    }
    String label = message.getJMSType();
    WireType type = WireType.labelled(label);
    if (type == null) {
      throw new RejectedMessageException(
          Rejection.UNKNOWN_MESSAGE_TYPE,
          label == null
              ? Sayings.ofMessaging().say("rejected.noType")
              : Sayings.ofMessaging().say("rejected.unknownType", label));
    }
    String body = text.getText();
    if (body == null) {
      throw new RejectedMessageException(
          Rejection.INVALID_JSON, Sayings.ofMessaging().say("rejected.noText"));
    }
    return json.read(body, fields -> BodyReader.read(type, fields));
  }
}
