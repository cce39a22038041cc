package dev.quiver.cli.process;

import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.Use;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;

/**
 * Looks again and again whether both brokers of a pair accept somebody at the same time: a
 * connection to each that is open, and then an answer from the first, which rules out that one died
 * before the other took over.
 */
final class LiveSampler implements AutoCloseable {

  private static final long PAUSE_NANOS = 500_000_000;

  private final ConnectionSettings first;
  private final ConnectionSettings second;
  private final AtomicInteger one = new AtomicInteger();
  private final AtomicInteger none = new AtomicInteger();
  private final AtomicInteger both = new AtomicInteger();
  private final Thread thread = new Thread(this::run, "live-sampler");
  private volatile boolean ending;

  LiveSampler(ConnectionSettings first, ConnectionSettings second) {
    this.first = first;
    this.second = second;
    thread.start();
  }

  private void run() {
    while (!ending) {
      sample();
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private void sample() {
    try (Connections a = Connections.to(first);
        Connections b = Connections.to(second)) {
      BrokerConnection left = tryConnect(a);
      BrokerConnection right = tryConnect(b);
      if (left != null && right != null && answers(left)) {
        both.incrementAndGet();
      } else if (left != null || right != null) {
        one.incrementAndGet();
      } else {
        none.incrementAndGet();
      }
    }
  }

  private static @Nullable BrokerConnection tryConnect(Connections connections) {
    try {
      return connections.connect(Use.FENCED);
    } catch (QuiverMessagingException refused) {
      return null;
    }
  }

  private static boolean answers(BrokerConnection connection) {
    try (ClientSession session = connection.autoCommitSession()) {
      return session.addressQuery(SimpleString.of("quiver.tasks.cancel")).isExists();
    } catch (QuiverMessagingException | ActiveMQException gone) {
      return false;
    }
  }

  /** In how many samples both accepted; must be 0. */
  int both() {
    return both.get();
  }

  /** In how many samples one accepted. */
  int one() {
    return one.get();
  }

  /** In how many samples none accepted, as while one takes over. */
  int none() {
    return none.get();
  }

  @Override
  public void close() {
    ending = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
