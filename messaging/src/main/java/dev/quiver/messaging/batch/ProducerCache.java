package dev.quiver.messaging.batch;

import dev.quiver.messaging.connection.Failures;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/**
 * One producer a destination, made when first needed, at most so many; the one not used for longest
 * goes. A producer without a destination would ask the broker twice about it at every send, and
 * costs two thirds of the throughput.
 */
public final class ProducerCache implements AutoCloseable {

  private final ClientSession session;
  private final int capacity;
  private final Map<String, ClientProducer> producers = new LinkedHashMap<>(64, 0.75f, true);

  /**
   * @param capacity how many producers are kept
   */
  public ProducerCache(ClientSession session, int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException(
          "a cache of " + capacity + " producers cannot send: 1 or more");
    }
    this.session = session;
    this.capacity = capacity;
  }

  /**
   * Sends to a queue, within the session's transaction if it has one. The message is marked as one
   * for a queue: without such a mark the broker takes it for an address that does not exist, and it
   * is lost in silence.
   *
   * @throws dev.quiver.messaging.connection.QuiverMessagingException if it cannot
   */
  public void send(String queue, ClientMessage message) {
    send(queue, RoutingType.ANYCAST, message);
  }

  /** Sends to a topic, as {@link #send(String, ClientMessage)} does to a queue. */
  public void publish(String topic, ClientMessage message) {
    send(topic, RoutingType.MULTICAST, message);
  }

  private void send(String address, RoutingType type, ClientMessage message) {
    message.setRoutingType(type);
    try {
      ClientProducer producer = producers.get(address);
      if (producer == null || producer.isClosed()) {
        producer = session.createProducer(SimpleString.of(address));
        producers.put(address, producer);
        if (producers.size() > capacity) {
          closeEldest();
        }
      }
      producer.send(message);
    } catch (ActiveMQException e) {
      throw Failures.translate(e);
    }
  }

  public int size() {
    return producers.size();
  }

  private void closeEldest() throws ActiveMQException {
    var eldest = producers.entrySet().iterator();
    ClientProducer producer = eldest.next().getValue();
    eldest.remove();
    producer.close();
  }

  /** Closes all producers; the session is the caller's. */
  @Override
  public void close() {
    try {
      for (ClientProducer producer : producers.values()) {
        producer.close();
      }
    } catch (ActiveMQException e) {
      throw Failures.translate(e);
    } finally {
      producers.clear();
    }
  }
}
