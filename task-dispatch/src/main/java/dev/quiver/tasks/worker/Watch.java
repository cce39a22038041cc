package dev.quiver.tasks.worker;

import dev.quiver.messaging.batch.DeliveryWatchdog;
import dev.quiver.messaging.batch.ExplicitQueues;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.ConnectionLostException;
import dev.quiver.messaging.connection.QuiverMessagingException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/**
 * Notices that a worker has gone deaf: it is connected and idle, tasks wait in its queues, and none
 * comes. Then the whole connection is made anew. Process and socket look healthy all the while.
 */
final class Watch {

  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration EVERY = Duration.ofSeconds(5);

  private final Link link;
  private final ExplicitQueues queues;
  private final ClientSession session;
  private final DeliveryWatchdog watchdog;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private long seen;

  private Watch(Link link, BrokerConnection connection, DeliveryWatchdog watchdog) {
    this.link = link;
    this.watchdog = watchdog;
    this.session = connection.autoCommitSession();
    this.queues = new ExplicitQueues(session);
    this.thread = new Thread(this::watch, link.worker().id() + "-watch");
    thread.setDaemon(true);
  }

  static Watch start(Link link, BrokerConnection connection, DeliveryWatchdog watchdog) {
    Watch watch = new Watch(link, connection, watchdog);
    watch.thread.start();
    return watch;
  }

  private void watch() {
    List<String> names = link.worker().queues();
    try {
      while (!closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        look(names, link.worker().clock().instant());
      }
      session.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ActiveMQException | QuiverMessagingException e) {
      Slot.LOG.debug("{}: watches no longer: {}", link.worker().id(), e.getMessage());
    }
  }

  private void look(List<String> names, Instant now) {
    long received = link.worker().counters().received.sum();
    if (received != seen) {
      seen = received;
      watchdog.delivered(now);
    } else if (link.worker().status().running() > 0) {
      watchdog.busy(now);
    } else if (watchdog.isDeaf(now, () -> waiting(names))) {
      link.fail(
          new ConnectionLostException(
              "tasks wait and none has come for " + PATIENCE.toSeconds() + " s", null));
    }
  }

  /** Delayed ones are counted too; the watchdog gets more patient with them. */
  private long waiting(List<String> names) {
    return names.stream().mapToLong(queues::depth).sum();
  }

  void close() {
    closing.countDown();
  }
}
