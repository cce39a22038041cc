package dev.quiver.tasks.client;

import dev.quiver.messaging.connection.Failures;
import java.util.EnumSet;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/** The queue in which a client's outcomes wait: made by its owner, durable, deleted if unneeded. */
final class InboxQueue {

  private final SimpleString name;

  InboxQueue(String name) {
    this.name = SimpleString.of(name);
  }

  SimpleString name() {
    return name;
  }

  /** Makes address and queue if they are not there. */
  void ensure(ClientSession session) {
    try {
      if (session.queueQuery(name).isExists()) {
        return;
      }
      if (!session.addressQuery(name).isExists()) {
        session.createAddress(name, EnumSet.of(RoutingType.ANYCAST), false);
      }
      session.createQueue(
          QueueConfiguration.of(name)
              .setAddress(name)
              .setRoutingType(RoutingType.ANYCAST)
              .setDurable(true)
              .setAutoCreateAddress(false)
              .setAutoDelete(false));
    } catch (ActiveMQException e) {
      if (e.getType() != ActiveMQExceptionType.QUEUE_EXISTS
          && e.getType() != ActiveMQExceptionType.ADDRESS_EXISTS) {
        throw Failures.translate(e);
      }
    }
  }

  /** How many processes read it. */
  int consumers(ClientSession session) {
    try {
      return session.queueQuery(name).getConsumerCount();
    } catch (ActiveMQException e) {
      throw Failures.translate(e);
    }
  }

  /** Deletes it if nothing waits in it. */
  void deleteIfEmpty(ClientSession session) {
    try {
      ClientSession.QueueQuery query = session.queueQuery(name);
      if (query.isExists() && query.getMessageCount() == 0 && query.getConsumerCount() == 0) {
        session.deleteQueue(name);
      }
    } catch (ActiveMQException e) {
      throw Failures.translate(e);
    }
  }

  /** Deletes it with what waits in it, if nobody reads it. */
  void delete(ClientSession session) {
    try {
      ClientSession.QueueQuery query = session.queueQuery(name);
      if (query.isExists() && query.getConsumerCount() == 0) {
        session.deleteQueue(name);
      }
    } catch (ActiveMQException e) {
      throw Failures.translate(e);
    }
  }
}
