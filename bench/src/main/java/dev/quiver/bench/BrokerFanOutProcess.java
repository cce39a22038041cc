package dev.quiver.bench;

import dev.quiver.messaging.batch.ExplicitQueues;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Use;
import java.nio.ByteBuffer;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/**
 * Publishes to a topic and receives from it with nothing of ours in between but the connection, and
 * bytes instead of documents: {@code BrokerFanOutProcess URL PASSWORD SELF MEMBERS}.
 */
final class BrokerFanOutProcess {

  private static final int UNDER_WAY = 200;
  private static final int WINDOW_BYTES = 1024 * 1024;
  private static final String GROUP = "bench-raw";

  private BrokerFanOutProcess() {}

  public static void main(String[] arguments) throws Exception {
    int self = Integer.parseInt(arguments[2]);
    FanOutMember member = new FanOutMember(self, Integer.parseInt(arguments[3]), UNDER_WAY);
    ConnectionSettings settings = ConnectionSettings.of(arguments[0], "peer", arguments[1]);
    try (Connections connections = Connections.to(settings);
        BrokerConnection connection = connections.connect(Use.FENCED)) {
      String topic = settings.addresses().multicastAll(GROUP);
      ClientSession sending = connection.autoCommitSession();
      new ExplicitQueues(sending).topic(topic);
      ClientSession receiving = connection.preAcknowledgedSession();
      String queue = settings.requiredUser() + ".multicast." + GROUP + "." + self;
      new ExplicitQueues(receiving).temporarySubscription(topic, queue);
      receiving
          .createConsumer(SimpleString.of(queue), null, WINDOW_BYTES, -1, false)
          .setMessageHandler(message -> member.received(bytes(message)));
      receiving.start();
      ClientProducer producer = sending.createProducer(topic);
      member.answer(bytes -> send(sending, producer, bytes));
    }
  }

  /** From the one thread that there is. */
  private static void send(ClientSession session, ClientProducer producer, byte[] bytes)
      throws Exception {
    ClientMessage message = session.createMessage(Message.BYTES_TYPE, false);
    message.getBodyBuffer().writeBytes(bytes);
    producer.send(message);
  }

  private static ByteBuffer bytes(ClientMessage message) {
    byte[] bytes = new byte[message.getBodySize()];
    message.getBodyBuffer().readBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }
}
