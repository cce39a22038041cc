package dev.quiver.messaging.batch;

import dev.quiver.messaging.connection.Failures;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/**
 * Makes the queues and subscriptions that belong to their owner, explicitly: first the address,
 * then the queue, with what the broker's settings say for such names. Making what exists does
 * nothing, so owners call it after every reconnect, before they consume.
 */
public final class ExplicitQueues {

  private final ClientSession session;

  public ExplicitQueues(ClientSession session) {
    this.session = session;
  }

  /** A durable queue with the name of its address. */
  public void durable(String name) {
    make(name, own(name, true));
  }

  /** The same, from which one consumes at a time: the broker refuses a second one. */
  public void durableForOne(String name) {
    make(name, own(name, true).setMaxConsumers(1));
  }

  /** A queue with the name of its address whose messages are gone when the broker stops. */
  public void nonDurable(String name) {
    make(name, own(name, false));
  }

  private static QueueConfiguration own(String name, boolean durable) {
    return QueueConfiguration.of(name)
        .setAddress(name)
        .setRoutingType(RoutingType.ANYCAST)
        .setDurable(durable)
        .setAutoCreated(false)
        .setAutoDelete(false);
  }

  private void make(String name, QueueConfiguration configuration) {
    address(name, RoutingType.ANYCAST);
    queue(configuration);
  }

  /**
   * A subscription that goes with its session.
   *
   * @param topic an address that is declared
   * @param name its queue; begins with the user, or is a UUID
   */
  public void temporarySubscription(String topic, String name) {
    queue(
        QueueConfiguration.of(name)
            .setAddress(topic)
            .setRoutingType(RoutingType.MULTICAST)
            .setDurable(false)
            .setTemporary(true)
            .setAutoCreated(false));
  }

  /** A subscription that outlives its session. */
  public void durableSubscription(String topic, String name) {
    queue(
        QueueConfiguration.of(name)
            .setAddress(topic)
            .setRoutingType(RoutingType.MULTICAST)
            .setDurable(true)
            .setAutoCreated(false)
            .setAutoDelete(false));
  }

  /** A topic of variable name. */
  public void topic(String name) {
    address(name, RoutingType.MULTICAST);
  }

  /** Whether there is a queue of that name. */
  public boolean exists(String name) {
    try {
      return session.queueQuery(SimpleString.of(name)).isExists();
    } catch (ActiveMQException e) {
      throw Failures.translate(e);
    }
  }

  /**
   * How many messages are in the queue, delivered and delayed ones included; 0 if there is none.
   */
  public long depth(String name) {
    try {
      return session.queueQuery(SimpleString.of(name)).getMessageCount();
    } catch (ActiveMQException e) {
      throw Failures.translate(e);
    }
  }

  /** Removes a queue with whatever is in it, if it is there; nobody may be consuming from it. */
  public void delete(String name) {
    try {
      session.deleteQueue(SimpleString.of(name));
    } catch (ActiveMQException e) {
      if (e.getType() != ActiveMQExceptionType.QUEUE_DOES_NOT_EXIST) {
        throw Failures.translate(e);
      }
    }
  }

  /** Whether something lies in a queue that nobody consumes from. */
  public boolean isAbandoned(String name) {
    try {
      ClientSession.QueueQuery there = session.queueQuery(SimpleString.of(name));
      return there.isExists() && there.getMessageCount() > 0 && there.getConsumerCount() == 0;
    } catch (ActiveMQException e) {
      throw Failures.translate(e);
    }
  }

  /**
   * Removes a queue with whatever is in it, unless somebody is consuming from it. Whoever begins to
   * at the same moment may find that it has gone.
   */
  public void deleteUnused(String name) {
    try {
      session.deleteQueue(SimpleString.of(name));
    } catch (ActiveMQException e) {
      if (e.getType() != ActiveMQExceptionType.QUEUE_DOES_NOT_EXIST
          && e.getType() != ActiveMQExceptionType.ILLEGAL_STATE) {
        throw Failures.translate(e);
      }
    }
  }

  private void address(String name, RoutingType type) {
    try {
      session.createAddress(SimpleString.of(name), type, false);
    } catch (ActiveMQException e) {
      if (e.getType() != ActiveMQExceptionType.ADDRESS_EXISTS) {
        throw Failures.translate(e);
      }
    }
  }

  private void queue(QueueConfiguration configuration) {
    try {
      session.createQueue(configuration);
    } catch (ActiveMQException e) {
      if (e.getType() != ActiveMQExceptionType.QUEUE_EXISTS) {
        throw Failures.translate(e);
      }
    }
  }
}
