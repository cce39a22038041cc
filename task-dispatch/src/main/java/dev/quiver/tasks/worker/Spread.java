package dev.quiver.tasks.worker;

import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.BrokerUnreachableException;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Failures;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.connection.UserStamps;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.jspecify.annotations.Nullable;

/**
 * A worker's way into a cluster: it takes from the pools on one of its brokers. One is enough, for
 * the brokers pass on to each other what finds no worker. The first that answers is taken; if that
 * one goes away, the next. What the worker does on the designated broker is not touched by that.
 */
final class Spread {

  private static final long PAUSE_MS = 1_000;
  private static final long ROUND_MS = 100;

  private final Link link;
  private final List<Connections> members;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private @Nullable Member member;
  private String said = "";

  private Spread(Link link, List<Connections> members) {
    this.link = link;
    this.members = members;
    this.thread = new Thread(this::keepJoined, link.worker().id() + "-spread");
    thread.setDaemon(true);
  }

  /** Begins to look for a broker of the cluster, and to take from its pools when one answers. */
  static Spread start(Link link, List<Connections> members) {
    Spread spread = new Spread(link, members);
    spread.thread.start();
    return spread;
  }

  private void keepJoined() {
    try {
      long pause = 0;
      while (!closing.await(pause, TimeUnit.MILLISECONDS)) {
        Member joined = join();
        pause = PAUSE_MS;
        if (joined != null) {
          QuiverMessagingException why = joined.awaitFailure();
          if (closing.getCount() > 0) {
            Slot.LOG.warn("{}: no longer takes from those pools: {}", id(), why.getMessage());
          }
          joined.end();
          pause = ROUND_MS;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Joins the first that answers; null if none does. */
  private @Nullable Member join() {
    for (Connections each : members) {
      try {
        Member joined = open(each.connect(Use.FENCED));
        said = "";
        return joined;
      } catch (ActiveMQException | QuiverMessagingException e) {
        String why = String.join(", ", each.servers()) + ": " + Failures.translate(e).getMessage();
        if (!(e instanceof BrokerUnreachableException) && !why.equals(said)) {
          Slot.LOG.warn("{}: cannot take from the pools at {}", id(), why);
          said = why;
        }
      }
    }
    return null;
  }

  private @Nullable Member open(BrokerConnection connection) throws ActiveMQException {
    Member made = new Member(link, connection);
    synchronized (this) {
      if (closing.getCount() == 0) {
        connection.close();
        return null;
      }
      member = made;
    }
    try {
      UserStamps.require(connection);
      made.begin();
      Slot.LOG.info("{}: takes from the pools at {}", id(), connection.settings().url());
      return made;
    } catch (ActiveMQException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private Object id() {
    return link.worker().id();
  }

  /** Closes the connection; what was not committed goes back. */
  void close() {
    Member last;
    synchronized (this) {
      closing.countDown();
      last = member;
    }
    if (last != null) {
      last.close();
    }
  }
}
