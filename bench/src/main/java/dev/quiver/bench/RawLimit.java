package dev.quiver.bench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;

/**
 * What the broker can do at the most on this machine: persistent messages over one hop, with
 * nothing of ours in between but the connection. Producer and consumer share this process; the
 * broker has its own.
 */
final class RawLimit {

  /** About what a small task is on the wire. */
  static final int MESSAGE_BYTES = 300;

  private static final int OUTSTANDING = 10_000;
  private static final int SEND_BATCH = 50;
  private static final long GIVE_UP_SECONDS = 300;

  private final String url;
  private final String user;
  private final String password;
  private final String queue;

  RawLimit(String url, String user, String password, String queue) {
    this.url = url;
    this.user = user;
    this.password = password;
    this.queue = queue;
  }

  /** Messages a second with asynchronous sends: each is on disk before its window reopens. */
  double async(int messages) throws Exception {
    return measure(messages, 1 << 20, this::sendAsync);
  }

  /** Messages a second in transactions of 50. */
  double transacted(int messages) throws Exception {
    return measure(messages, -1, this::sendTransacted);
  }

  /** How long each of so many messages took that were sent one by one: until each is on disk. */
  double[] storedMs(int messages) throws Exception {
    try (ServerLocator locator = ActiveMQClient.createServerLocator(url);
        ClientSessionFactory factory = locator.createSessionFactory();
        ClientSession session = session(factory, true)) {
      declare(session);
      ClientProducer producer = session.createProducer(queue);
      double[] took = new double[messages];
      for (int i = 0; i < messages; i++) {
        long begun = System.nanoTime();
        producer.send(message(session));
        took[i] = (System.nanoTime() - begun) / 1e6;
      }
      session.deleteQueue(queue);
      return took;
    }
  }

  private interface Sender {
    void send(ClientSessionFactory factory, int messages) throws Exception;
  }

  private double measure(int messages, int confirmationWindow, Sender sender) throws Exception {
    try (ServerLocator consuming = ActiveMQClient.createServerLocator(url);
        ServerLocator producing = ActiveMQClient.createServerLocator(url)) {
      producing.setConfirmationWindowSize(confirmationWindow);
      try (ClientSessionFactory consumers = consuming.createSessionFactory();
          ClientSessionFactory producers = producing.createSessionFactory();
          // The acknowledgements of a thousand messages go together, as a busy consumer would do
          // it.
          ClientSession session =
              consumers.createSession(user, password, false, true, true, false, 1 << 19)) {
        declare(session);
        CountDownLatch received = new CountDownLatch(messages);
        ClientConsumer consumer = session.createConsumer(queue);
        consumer.setMessageHandler(
            message -> {
              acknowledge(message);
              received.countDown();
            });
        session.start();
        long begun = System.nanoTime();
        sender.send(producers, messages);
        if (!received.await(GIVE_UP_SECONDS, TimeUnit.SECONDS)) {
          throw new IllegalStateException(
              received.getCount()
                  + " of "
                  + messages
                  + " raw messages had not arrived after "
                  + GIVE_UP_SECONDS
                  + " s: the broker is too slow or ill; look at its log");
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        consumer.close();
        session.deleteQueue(queue);
        return messages / seconds;
      }
    }
  }

  private void sendAsync(ClientSessionFactory factory, int messages) throws Exception {
    try (ClientSession session = session(factory, true)) {
      ClientProducer producer = session.createProducer(queue);
      Semaphore window = new Semaphore(OUTSTANDING);
      for (int i = 0; i < messages; i++) {
        window.acquire();
        producer.send(message(session), stored -> window.release());
      }
      window.acquire(OUTSTANDING);
    }
  }

  private void sendTransacted(ClientSessionFactory factory, int messages) throws Exception {
    try (ClientSession session = session(factory, false)) {
      ClientProducer producer = session.createProducer(queue);
      for (int i = 1; i <= messages; i++) {
        producer.send(message(session));
        if (i % SEND_BATCH == 0) {
          session.commit();
        }
      }
      session.commit();
    }
  }

  private ClientSession session(ClientSessionFactory factory, boolean autoCommit)
      throws ActiveMQException {
    return factory.createSession(user, password, false, autoCommit, true, false, 0);
  }

  private static void acknowledge(ClientMessage message) {
    try {
      message.acknowledge();
    } catch (ActiveMQException e) {
      throw new IllegalStateException("a raw message could not be acknowledged", e);
    }
  }

  private void declare(ClientSession session) throws ActiveMQException {
    SimpleString name = SimpleString.of(queue);
    if (!session.addressQuery(name).isExists()) {
      session.createAddress(name, RoutingType.ANYCAST, false);
    }
    if (!session.queueQuery(name).isExists()) {
      session.createQueue(QueueConfiguration.of(queue).setRoutingType(RoutingType.ANYCAST));
    }
  }

  private static ClientMessage message(ClientSession session) {
    ClientMessage message = session.createMessage(Message.BYTES_TYPE, true);
    message.getBodyBuffer().writeBytes(new byte[MESSAGE_BYTES]);
    return message;
  }
}
