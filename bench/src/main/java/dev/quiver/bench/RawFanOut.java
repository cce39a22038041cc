package dev.quiver.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;

/**
 * What the broker can do at the most for a room: persistent messages to a topic, in transactions,
 * and durable subscriptions that acknowledge many at once, each over a connection of its own.
 * Nothing numbers or looks at the messages.
 */
final class RawFanOut {

  /** About what a line of chat is on the wire. */
  private static final int MESSAGE_BYTES = 200;

  private static final int SEND_BATCH = 100;
  private static final int ACKNOWLEDGED_BYTES = 1 << 16;
  private static final long GIVE_UP_SECONDS = 300;

  private final String url;
  private final String user;
  private final String password;
  private final String topic;

  /**
   * @param topic one that nobody else listens to
   */
  RawFanOut(String url, String user, String password, String topic) {
    this.url = url;
    this.user = user;
    this.password = password;
    this.topic = topic;
  }

  /** The same to another topic. */
  RawFanOut to(String other) {
    return new RawFanOut(url, user, password, other);
  }

  /** Deliveries a second of so many messages to so many subscribers. */
  double measure(int subscribers, int messages) throws Exception {
    CountDownLatch received = new CountDownLatch(Math.multiplyExact(subscribers, messages));
    List<ServerLocator> connections = new ArrayList<>();
    List<ClientSession> sessions = new ArrayList<>();
    try {
      for (int i = 0; i < subscribers; i++) {
        ServerLocator locator = ActiveMQClient.createServerLocator(url);
        connections.add(locator);
        sessions.add(subscribe(locator.createSessionFactory(), queue(i), received));
      }
      try (ServerLocator locator = ActiveMQClient.createServerLocator(url);
          ClientSessionFactory factory = locator.createSessionFactory();
          ClientSession session =
              factory.createSession(user, password, false, false, true, false, 0)) {
        long begun = System.nanoTime();
        send(session, messages);
        if (!received.await(GIVE_UP_SECONDS, TimeUnit.SECONDS)) {
          throw new IllegalStateException(
              received.getCount()
                  + " raw deliveries were missing after "
                  + GIVE_UP_SECONDS
                  + " s: the broker is too slow or ill; look at its log");
        }
        return (double) subscribers * messages / ((System.nanoTime() - begun) / 1e9);
      }
    } finally {
      for (ClientSession session : sessions) {
        session.close();
      }
      connections.forEach(ServerLocator::close);
      deleteQueues(subscribers);
    }
  }

  private ClientSession subscribe(
      ClientSessionFactory factory, String queue, CountDownLatch received)
      throws ActiveMQException {
    ClientSession session =
        factory.createSession(user, password, false, true, true, false, ACKNOWLEDGED_BYTES);
    if (!session.addressQuery(SimpleString.of(topic)).isExists()) {
      session.createAddress(SimpleString.of(topic), RoutingType.MULTICAST, false);
    }
    session.createQueue(
        QueueConfiguration.of(queue)
            .setAddress(topic)
            .setRoutingType(RoutingType.MULTICAST)
            .setDurable(true));
    session
        .createConsumer(queue)
        .setMessageHandler(
            message -> {
              acknowledge(message);
              received.countDown();
            });
    session.start();
    return session;
  }

  private void send(ClientSession session, int messages) throws ActiveMQException {
    ClientProducer producer = session.createProducer(topic);
    for (int i = 1; i <= messages; i++) {
      ClientMessage message = session.createMessage(Message.BYTES_TYPE, true);
      message.setRoutingType(RoutingType.MULTICAST);
      message.getBodyBuffer().writeBytes(new byte[MESSAGE_BYTES]);
      producer.send(message);
      if (i % SEND_BATCH == 0) {
        session.commit();
      }
    }
    session.commit();
  }

  private void deleteQueues(int subscribers) throws Exception {
    try (ServerLocator locator = ActiveMQClient.createServerLocator(url);
        ClientSessionFactory factory = locator.createSessionFactory();
        ClientSession session =
            factory.createSession(user, password, false, true, true, false, 0)) {
      for (int i = 0; i < subscribers; i++) {
        // What hindered it from being made is what is to be told.
        if (session.queueQuery(SimpleString.of(queue(i))).isExists()) {
          session.deleteQueue(queue(i));
        }
      }
    }
  }

  private String queue(int subscriber) {
    return user + ".bench.raw." + subscriber;
  }

  private static void acknowledge(ClientMessage message) {
    try {
      message.acknowledge();
    } catch (ActiveMQException e) {
      throw new IllegalStateException("a raw message could not be acknowledged", e);
    }
  }
}
