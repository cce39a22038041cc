package dev.quiver.tasks.worker;

import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.BrokerUnreachableException;
import dev.quiver.messaging.connection.ConnectionLostException;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Failures;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.connection.UserStamps;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.jspecify.annotations.Nullable;

/**
 * A worker's place in a cluster: slots of their own, which take from the pools on one of its
 * brokers. One is enough, for the brokers pass on to each other what finds no worker. The first
 * that answers is taken; while none does, the worker does what it has on the designated broker.
 */
final class Spread {

  private static final long PAUSE_MS = 1_000;

  private final Link link;
  private final List<Connections> members;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private @Nullable BrokerConnection connection;
  private volatile @Nullable ProgressSender progress;

  private Spread(Link link, List<Connections> members) {
    this.link = link;
    this.members = members;
    this.thread = new Thread(this::join, link.worker().id() + "-spread");
    thread.setDaemon(true);
  }

  /** Begins to look for a broker of the cluster, and to take from its pools when one answers. */
  static Spread start(Link link, List<Connections> members) {
    Spread spread = new Spread(link, members);
    spread.thread.start();
    return spread;
  }

  private void join() {
    String said = "";
    try {
      do {
        for (Connections each : members) {
          try {
            open(each.connect(Use.FENCED));
            return;
          } catch (ActiveMQException | QuiverMessagingException e) {
            String why =
                String.join(", ", each.servers()) + ": " + Failures.translate(e).getMessage();
            boolean away = e instanceof BrokerUnreachableException;
            if (!away && !why.equals(said)) {
              Slot.LOG.warn("{}: cannot take from the pools at {}", link.worker().id(), why);
              said = why;
            }
          }
        }
      } while (!closing.await(PAUSE_MS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void open(BrokerConnection made) throws ActiveMQException {
    if (!keep(made)) {
      return;
    }
    made.onChange(
        new BrokerConnection.ChangeListener() {
          @Override
          public void broken() {
            link.fail(new ConnectionLostException("the connection to the cluster broke", null));
          }

          @Override
          public void restored() {}

          @Override
          public void lost() {
            link.fail(new ConnectionLostException("the connection to the cluster is gone", null));
          }
        });
    try {
      UserStamps.require(made);
      Worker worker = link.worker();
      List<String> pools = worker.pools();
      Queues.make(made, pools);
      progress = ProgressSender.start(worker.config(), made);
      List<Slot> slots = new ArrayList<>();
      Attempt.Surroundings surroundings = link.surroundings(() -> progress);
      for (int i = 1; i <= worker.config().concurrency(); i++) {
        String name = worker.config().id() + "-pool-" + i;
        slots.add(new Slot(name, link, made.transactedSession(), pools, surroundings));
      }
      link.join(slots);
      ExpiredReader.start(link, made);
      Slot.LOG.info("{}: takes from the pools at {}", worker.id(), made.settings().url());
    } catch (ActiveMQException | RuntimeException e) {
      made.close();
      throw e;
    }
  }

  /** False, and closed, if nobody needs it any more. */
  private synchronized boolean keep(BrokerConnection made) {
    if (closing.getCount() == 0) {
      made.close();
      return false;
    }
    connection = made;
    return true;
  }

  /** Closes the connection; what was not committed goes back. */
  synchronized void close() {
    closing.countDown();
    ProgressSender sender = progress;
    if (sender != null) {
      sender.close();
    }
    BrokerConnection open = connection;
    if (open != null) {
      open.close();
    }
  }
}
