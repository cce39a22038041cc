package dev.quiver.bench;

import dev.quiver.broker.Credentials;
import java.nio.file.Path;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;

/**
 * Answers what comes into one queue into another, with nothing of ours in between: {@code
 * EchoProcess URL FOLDER QUEUE ANSWERS}. Ends with its standard input.
 */
final class EchoProcess {

  static final SimpleString CORRELATION = SimpleString.of("JMSCorrelationID");

  private EchoProcess() {}

  public static void main(String[] arguments) throws Exception {
    String password = Credentials.read(Path.of(arguments[1])).passwordOf("node").orElseThrow();
    try (ServerLocator locator = ActiveMQClient.createServerLocator(arguments[0]);
        ClientSessionFactory factory = locator.createSessionFactory();
        ClientSession in = factory.createSession("node", password, false, true, true, true, 0);
        ClientSession out = factory.createSession("node", password, false, true, true, true, 0)) {
      ClientProducer producer = out.createProducer(SimpleString.of(arguments[3]));
      in.createConsumer(SimpleString.of(arguments[2]))
          .setMessageHandler(message -> answer(out, producer, message));
      in.start();
      System.out.println("ready");
      while (System.in.read() >= 0) {
        // Whoever started it holds the other end open for as long as it shall work.
      }
    }
  }

  private static void answer(ClientSession out, ClientProducer producer, ClientMessage question) {
    try {
      ClientMessage answer = out.createMessage(Message.BYTES_TYPE, false);
      answer.setRoutingType(RoutingType.ANYCAST);
      answer.putStringProperty(CORRELATION, question.getSimpleStringProperty(CORRELATION));
      byte[] body = new byte[question.getBodySize()];
      question.getBodyBuffer().readBytes(body);
      answer.getBodyBuffer().writeBytes(body);
      producer.send(answer);
    } catch (ActiveMQException e) {
      throw new IllegalStateException(e);
    }
  }
}
