package dev.quiver.bench;

import dev.quiver.broker.Credentials;
import dev.quiver.messaging.Addresses;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
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
 * Raw request and reply through the broker: non-persistent messages to another process, which sends
 * them back, over queues like those of nodes.
 */
final class RawEcho implements AutoCloseable {

  /** About what a question of a node is on the wire. */
  private static final int MESSAGE_BYTES = 200;

  private static final long GIVE_UP_SECONDS = 60;

  private final ChildJvm echo;
  private final ServerLocator locator;
  private final ClientSessionFactory factory;
  private final ClientSession in;
  private final ClientSession out;
  private final ClientProducer producer;
  private final Map<String, Long> asked = new ConcurrentHashMap<>();
  private volatile CountDownLatch missing = new CountDownLatch(0);
  private volatile Semaphore underWay = new Semaphore(0);
  private volatile double[] took = new double[0];
  private int answered;

  private RawEcho(
      ChildJvm echo,
      ServerLocator locator,
      ClientSessionFactory factory,
      ClientSession in,
      ClientSession out,
      ClientProducer producer) {
    this.echo = echo;
    this.locator = locator;
    this.factory = factory;
    this.in = in;
    this.out = out;
    this.producer = producer;
  }

  /** Makes the queues and starts the process that answers. */
  static RawEcho start(String url, Path folder) throws Exception {
    String password = Credentials.read(folder).passwordOf("node").orElseThrow();
    Addresses addresses = Addresses.defaults();
    String questions = addresses.dhtNode("bench-raw", "questions");
    String answers = addresses.dhtNode("bench-raw", "answers");
    ServerLocator locator = ActiveMQClient.createServerLocator(url);
    ClientSessionFactory factory = locator.createSessionFactory();
    ClientSession in = factory.createSession("node", password, false, true, true, true, 0);
    ClientSession out = factory.createSession("node", password, false, true, true, true, 0);
    for (String queue : List.of(questions, answers)) {
      in.createAddress(SimpleString.of(queue), RoutingType.ANYCAST, false);
      in.createQueue(
          QueueConfiguration.of(queue).setRoutingType(RoutingType.ANYCAST).setDurable(false));
    }
    ChildJvm echo =
        ChildJvm.start(
            EchoProcess.class,
            List.of("-Xmx128m", "-XX:+UseSerialGC"),
            List.of(url, folder.toString(), questions, answers));
    String unused = echo.awaitReady();
    RawEcho raw =
        new RawEcho(
            echo, locator, factory, in, out, out.createProducer(SimpleString.of(questions)));
    in.createConsumer(SimpleString.of(answers)).setMessageHandler(raw::received);
    in.start();
    return raw;
  }

  private void received(ClientMessage answer) {
    Long since = asked.remove(String.valueOf(answer.getObjectProperty(EchoProcess.CORRELATION)));
    if (since != null && answered < took.length) {
      took[answered++] = (System.nanoTime() - since) / 1e6;
      underWay.release();
      missing.countDown();
    }
  }

  /** Requests answered in a second, so many of them under way at a time. */
  double perSecond(int count, int window) throws Exception {
    long begun = System.nanoTime();
    run(count, window);
    return count / ((System.nanoTime() - begun) / 1e9);
  }

  /** The median time of a request and its reply when nothing else is under way, in milliseconds. */
  double roundTripMs(int count) throws Exception {
    run(count, 1);
    return Figure.percentile(took, 0.5);
  }

  private void run(int count, int window) throws ActiveMQException, InterruptedException {
    took = new double[count];
    answered = 0;
    underWay = new Semaphore(window);
    missing = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      underWay.acquire();
      ClientMessage question = out.createMessage(Message.BYTES_TYPE, false);
      question.setRoutingType(RoutingType.ANYCAST);
      String id = Integer.toString(i);
      question.putStringProperty(EchoProcess.CORRELATION, SimpleString.of(id));
      question.getBodyBuffer().writeBytes(new byte[MESSAGE_BYTES]);
      asked.put(id, System.nanoTime());
      producer.send(question);
    }
    if (!missing.await(GIVE_UP_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(
          missing.getCount() + " raw answers were missing after " + GIVE_UP_SECONDS + " s");
    }
  }

  @Override
  public void close() throws IOException, ActiveMQException {
    echo.close();
    in.close();
    out.close();
    factory.close();
    locator.close();
  }
}
