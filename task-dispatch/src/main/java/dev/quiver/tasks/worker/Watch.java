package dev.quiver.tasks.worker;

import dev.quiver.messaging.batch.DeliveryWatchdog;
import dev.quiver.messaging.batch.ExplicitQueues;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.ConnectionLostException;
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

  /** In the time that a worker may hear nothing it is looked at so often. */
  private static final int LOOKS = 6;

  private final Link link;
  private final BrokerConnection connection;
  private final DeliveryWatchdog watchdog;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private long seen;

  private Watch(Link link, BrokerConnection connection, DeliveryWatchdog watchdog) {
    this.link = link;
    this.watchdog = watchdog;
    this.connection = connection;
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
    long everyMillis = Math.max(1, patience().toMillis() / LOOKS);
    try {
      while (!closing.await(everyMillis, TimeUnit.MILLISECONDS)) {
        look(names, link.worker().clock().instant());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Duration patience() {
    return link.worker().config().deafAfter();
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
              "tasks wait and none has come for " + Reasons.shown(patience()), null));
    }
  }

  /**
   * How many tasks wait there. Delayed ones are counted too; the watchdog gets more patient with
   * them. Who cannot ask now asks again: a watch that ends at its first trouble is none.
   */
  private long waiting(List<String> names) {
    try (ClientSession session = connection.autoCommitSession()) {
      ExplicitQueues queues = new ExplicitQueues(session);
      return names.stream().mapToLong(queues::depth).sum();
    } catch (ActiveMQException | RuntimeException e) {
      Slot.LOG.debug("{}: cannot look what waits: {}", link.worker().id(), e.getMessage());
      return 0;
    }
  }

  void close() {
    closing.countDown();
  }
}
