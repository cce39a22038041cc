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
import dev.quiver.orchestrator.OrchestratorReasons;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.management.ManagementHelper;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.apache.activemq.artemis.core.client.impl.ClientMessageImpl;
import org.jspecify.annotations.Nullable;

/**
 * Asks the broker how many messages lie in queues, delivered and delayed ones included. A queue
 * that nobody reads cannot be found in any other way. Belongs to one thread.
 */
final class QueueCounter implements AutoCloseable {

  private static final String MANAGEMENT = "activemq.management";
  private static final int PAGE = 500;
  private static final int TRIES = 10;
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
   * The queues whose names begin so, and how much lies in them. One that is not among them did not
   * exist at some moment meanwhile.
   *
   * @throws QuiverMessagingException if the broker does not answer
   */
  SortedMap<String, Long> count(String prefix) {
    return count(prefix, page -> page(prefix, page));
  }

  /**
   * Puts the pages together. The broker makes the list anew for each: if a queue comes or goes
   * meanwhile, another one may stand on no page or on two, and it is asked again from the first.
   */
  static SortedMap<String, Long> count(String prefix, IntFunction<JsonNode> pages) {
    for (int i = 0; i < TRIES; i++) {
      SortedMap<String, Long> counts = countOnce(prefix, pages);
      if (counts != null) {
        return counts;
      }
    }
    throw new QuiverMessagingException(
        "the broker's queues come and go too fast to be counted", null);
  }

  /** Nothing if the pages do not fit together. */
  private static @Nullable SortedMap<String, Long> countOnce(
      String prefix, IntFunction<JsonNode> pages) {
    SortedMap<String, Long> counts = new TreeMap<>();
    Set<String> names = new HashSet<>();
    int expected = -1;
    for (int page = 1; ; page++) {
      JsonNode answer = pages.apply(page);
      int now = answer.path("count").asInt();
      if (expected >= 0 && now != expected) {
        return null;
      }
      expected = now;
      for (JsonNode queue : answer.path("data")) {
        String name = queue.path("name").asText();
        if (!names.add(name)) {
          return null;
        }
        if (name.startsWith(prefix)) {
          counts.put(name, queue.path("messageCount").asLong());
        }
      }
      if (names.size() >= expected) {
        return counts;
      }
      if (answer.path("data").isEmpty()) {
        return null;
      }
    }
  }

  private JsonNode page(String prefix, int page) {
    try {
      return json.readTree(ask(prefix, page));
    } catch (JsonProcessingException e) {
      throw new QuiverMessagingException(OrchestratorReasons.say("lost.queues"), e);
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
        throw new ConnectionLostException(OrchestratorReasons.say("lost.counts"), null);
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
