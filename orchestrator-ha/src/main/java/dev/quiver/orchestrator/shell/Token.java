package dev.quiver.orchestrator.shell;

import dev.quiver.messaging.codec.JsonCodec;
import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.codec.TextBody;
import java.time.Instant;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The message whose holder leads.
 *
 * @param epoch the reign it stands for; the next one is higher by one
 * @param holder who took it last; empty if nobody did
 */
record Token(long epoch, String holder) {

  private static final Logger LOG = LoggerFactory.getLogger(Token.class);
  private static final SimpleString JMS_TYPE = SimpleString.of("JMSType");

  /**
   * One that follows any number of reigns that nobody knows any more: its epoch is the time in
   * seconds, and there was never more than one reign a second.
   */
  static Token afterUnknown(Instant now) {
    return new Token(now.getEpochSecond(), "");
  }

  ClientMessage write(ClientSession session) {
    ClientMessage message = session.createMessage(Message.TEXT_TYPE, true);
    message.setRoutingType(RoutingType.ANYCAST);
    message.putStringProperty(JMS_TYPE, SimpleString.of("token"));
    TextBody.write(
        message,
        JsonCodec.standard()
            .write(
                json ->
                    json.field("epoch", epoch)
                        .field("holder", holder)
                        .field("pid", ProcessHandle.current().pid())));
    return message;
  }

  /**
   * Only orchestrators and admins may send tokens; one that cannot be read still is one, whose
   * epoch is not known any more.
   */
  static Token read(ClientMessage message, Instant now) {
    try {
      return TextBody.read(
          message,
          JsonCodec.standard(),
          in -> {
            Long epoch = null;
            String holder = "";
            while (in.next()) {
              switch (in.name()) {
                case "epoch" -> epoch = in.longInteger();
                case "holder" -> holder = in.string();
                default -> in.skip();
              }
            }
            if (epoch == null || epoch < 0 || epoch == Long.MAX_VALUE) {
              throw new IllegalArgumentException("its epoch is " + epoch);
            }
            return new Token(epoch, holder);
          });
    } catch (RejectedMessageException e) {
      Token after = afterUnknown(now);
      LOG.warn("a token cannot be read; epochs go on after {}: {}", after.epoch(), e.getMessage());
      return after;
    }
  }
}
