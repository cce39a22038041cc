package dev.quiver.orchestrator.shell;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quiver.messaging.Addresses;
import dev.quiver.messaging.batch.ExplicitQueues;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.ConnectionLostException;
import dev.quiver.messaging.connection.Failures;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.RefusedByBrokerException;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.management.ManagementHelper;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.apache.activemq.artemis.core.client.impl.ClientMessageImpl;

/**
 * Asks the broker how many messages lie in queues, delivered and delayed ones included. A queue
 * that nobody reads cannot be found in any other way. Belongs to one thread.
 */
final class QueueCounter implements AutoCloseable {

  private static final String MANAGEMENT = "activemq.management";
  private static final int PAGE = 100;
  private static final long PATIENCE_MS = 10_000;

  private final ClientSession session;
  private final ClientProducer producer;
  private final ClientConsumer answers;
  private final SimpleString replyTo;
  private final ObjectMapper json = new ObjectMapper();

  QueueCounter(BrokerConnection connection, String process) throws ActiveMQException {
    Addresses addresses = connection.settings().addresses();
    String queue = addresses.replies(connection.settings().requiredUser(), process);
    session = connection.preAcknowledgedSession();
    new ExplicitQueues(session).nonDurable(queue);
    replyTo = SimpleString.of(queue);
    answers = session.createConsumer(replyTo);
    producer = session.createProducer(SimpleString.of(MANAGEMENT));
    session.start();
  }

  /**
   * The queues whose names begin so, and how much lies in them.
   *
   * @throws QuiverMessagingException if the broker does not answer
   */
  SortedMap<String, Long> count(String prefix) {
    SortedMap<String, Long> counts = new TreeMap<>();
    try {
      int read = 0;
      for (int page = 1; ; page++) {
        JsonNode answer = json.readTree(ask(prefix, page));
        for (JsonNode queue : answer.path("data")) {
          read++;
          String name = queue.path("name").asText();
          if (name.startsWith(prefix)) {
            counts.put(name, queue.path("messageCount").asLong());
          }
        }
        if (answer.path("data").isEmpty() || read >= answer.path("count").asInt()) {
          return counts;
        }
      }
    } catch (JsonProcessingException e) {
      throw new QuiverMessagingException("the broker's list of queues cannot be read", e);
    }
  }

  private String ask(String prefix, int page) {
    try {
      ClientMessage question = session.createMessage(false);
      ManagementHelper.putOperationInvocation(
          question,
          ResourceNames.BROKER,
          "listQueues",
          "{\"field\":\"name\",\"operation\":\"CONTAINS\",\"value\":\""
              + prefix
              + "\",\"sortField\":\"name\",\"sortOrder\":\"asc\"}",
          page,
          PAGE);
      question.putStringProperty(ClientMessageImpl.REPLYTO_HEADER_NAME, replyTo);
      producer.send(question);
      ClientMessage answer = answers.receive(PATIENCE_MS);
      if (answer == null) {
        throw new ConnectionLostException("the broker does not say how full its queues are", null);
      }
      Object result = ManagementHelper.getResult(answer, String.class);
      if (!ManagementHelper.hasOperationSucceeded(answer) || result == null) {
        throw new RefusedByBrokerException(
            "", "it does not count its queues for this user: " + result, null);
      }
      return result.toString();
    } catch (QuiverMessagingException e) {
      throw e;
    } catch (Exception e) {
      throw Failures.translate(e);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (ActiveMQException e) {
      // Then it is gone already.
      return;
    }
  }
}
