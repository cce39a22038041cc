package dev.quiver.orchestrator.shell;

import dev.quiver.messaging.codec.JsonCodec;
import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.codec.TextBody;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Failures;
import dev.quiver.orchestrator.StateEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a leader leaves for the next one, in the last-value queue {@code orchestrators.state}. */
final class StateQueue {

  private static final Logger LOG = LoggerFactory.getLogger(StateQueue.class);
  private static final SimpleString JMS_TYPE = SimpleString.of("JMSType");

  /** An entry that says that there is nothing more to say goes by itself. */
  private static final Duration FAREWELL = Duration.ofSeconds(30);

  private StateQueue() {}

  static ClientMessage message(ClientSession session, StateEntry entry, long nowMs) {
    ClientMessage message = session.createMessage(Message.TEXT_TYPE, true);
    message.putStringProperty(JMS_TYPE, SimpleString.of("state"));
    message.putStringProperty(Message.HDR_LAST_VALUE_NAME, SimpleString.of(entry.key()));
    if (StateCodec.isOver(entry)) {
      message.setExpiration(nowMs + FAREWELL.toMillis());
    }
    TextBody.write(message, StateCodec.write(entry));
    return message;
  }

  /** All entries there are; one that cannot be read is logged and left out. */
  static List<StateEntry> browse(BrokerConnection connection) {
    SimpleString queue = SimpleString.of(connection.settings().addresses().orchestratorState());
    List<StateEntry> entries = new ArrayList<>();
    try (ClientSession session = connection.autoCommitSession();
        ClientConsumer browser = session.createConsumer(queue, null, true)) {
      session.start();
      for (ClientMessage message = browser.receiveImmediate();
          message != null;
          message = browser.receiveImmediate()) {
        try {
          entries.add(TextBody.read(message, JsonCodec.standard(), StateCodec::read));
        } catch (RejectedMessageException e) {
          LOG.warn("an entry of the orchestrators' state is left out: {}", e.getMessage());
        }
      }
      return entries;
    } catch (ActiveMQException e) {
      throw Failures.translate(e);
    }
  }
}
