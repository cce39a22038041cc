package dev.quiver.tasks.worker;

import java.io.IOException;
import java.io.InputStream;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.jspecify.annotations.Nullable;

/** Sends messages to queues, and closes what their bodies were read from. */
final class Sending {

  private Sending() {}

  static void send(ClientProducer producer, SimpleString address, ClientMessage message)
      throws ActiveMQException {
    // Without it the broker takes a message for an address that does not exist, and loses it.
    message.setRoutingType(RoutingType.ANYCAST);
    InputStream body = message.getBodyInputStream();
    try {
      producer.send(address, message);
    } finally {
      close(body);
    }
  }

  private static void close(@Nullable InputStream sent) {
    if (sent != null) {
      try {
        sent.close();
      } catch (IOException e) {
        Slot.LOG.debug("a stream that was sent could not be closed", e);
      }
    }
  }
}
