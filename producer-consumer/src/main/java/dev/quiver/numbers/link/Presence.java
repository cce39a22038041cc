package dev.quiver.numbers.link;

import dev.quiver.messaging.codec.JsonCodec;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Failures;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.WaitListener;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Shows that a producer or consumer is here, on a thread and a connection of its own, until it is
 * closed. If the process dies, what it showed last expires.
 */
public final class Presence implements AutoCloseable {

  /** How long a process is thought to be here after it was seen last. */
  public static final Duration TIME_TO_LIVE = Duration.ofMillis(4_500);

  private final Connections connections;
  private final Queues queues;
  private final Identity identity;
  private final CountDownLatch shown = new CountDownLatch(1);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  /**
   * Who is here.
   *
   * @param kind {@code producer} or {@code consumer}
   * @param id its id
   * @param incarnation this process of that id; a producer's run
   * @param since when it started
   */
  public record Identity(String kind, String id, String incarnation, Instant since) {}

  private Presence(Connections connections, Queues queues, Identity identity) {
    this.connections = connections;
    this.queues = queues;
    this.identity = identity;
    this.thread = new Thread(this::run, "presence of " + identity.kind() + " " + identity.id());
    thread.setDaemon(true);
  }

  /** Begins to show it. */
  public static Presence show(Connections connections, Queues queues, Identity identity) {
    Presence presence = new Presence(connections, queues, identity);
    presence.thread.start();
    return presence;
  }

  /** Waits, at most so long, until it was shown once; false if it was not. */
  public boolean awaitShown(Duration atMost) throws InterruptedException {
    return shown.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void run() {
    while (closing.getCount() > 0) {
      try (NumbersLink link = NumbersLink.await(connections, queues, WaitListener.silent())) {
        beat(link);
      } catch (JMSException | QuiverMessagingException e) {
        if (!Outage.is(Failures.translate(e))) {
          // The process itself meets the same refusal and says so.
          return;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void beat(NumbersLink link) throws JMSException, InterruptedException {
    Session session = link.plainSession();
    String address = identity.kind().equals("producer") ? queues.producers() : queues.consumers();
    MessageProducer producer = session.createProducer(session.createQueue(address));
    producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
    String user = connections.settings().requiredUser();
    do {
      send(session, producer, user, TIME_TO_LIVE);
      shown.countDown();
    } while (!closing.await(TIME_TO_LIVE.toMillis() / 3, TimeUnit.MILLISECONDS));
    // Takes the place of the last one and is gone at once.
    send(session, producer, user, Duration.ofMillis(1));
  }

  private void send(Session session, MessageProducer producer, String user, Duration timeToLive)
      throws JMSException {
    String body =
        JsonCodec.standard()
            .write(
                fields ->
                    fields
                        .field("kind", identity.kind())
                        .field("id", identity.id())
                        .field("incarnation", identity.incarnation())
                        .field("since", identity.since())
                        .object("facts", facts -> facts.field("queue", queues.name())));
    TextMessage message = session.createTextMessage(body);
    message.setJMSType("presence");
    message.setStringProperty("_AMQ_LVQ_NAME", user + "/" + identity.id());
    producer.setTimeToLive(timeToLive.toMillis());
    producer.send(message);
  }

  /** Stops showing it, and takes back what was shown if the broker is there. */
  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join(TIME_TO_LIVE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
