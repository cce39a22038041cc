package dev.quiver.multicast.jms;

import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.ConnectionLostException;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.RolledBackException;
import dev.quiver.messaging.connection.UnknownOutcomeException;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.connection.WaitListener;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a server takes logs, over a connection that is made anew when it breaks. Then what was not
 * judged comes again; what was judged too late for the broker to know it is passed over, and told
 * to the broker then.
 */
final class ReportDesk implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ReportDesk.class);

  private final Connections connections;
  private final String group;
  private final WaitListener waiting;
  private final Set<Reports.Key> judged = new HashSet<>();
  private BrokerConnection connection;
  private Reports reports;

  ReportDesk(Connections connections, String group, WaitListener waiting) {
    this.connections = connections;
    this.group = group;
    this.waiting = waiting;
    this.connection = connections.connect(Use.FENCED);
    this.reports = Reports.open(connection, group);
  }

  /** The one that is used now. */
  BrokerConnection connection() {
    return connection;
  }

  /** The next log, as {@link Reports#poll}. Waits while the broker is away. */
  Optional<Reports.Submitted> poll(Duration patience) throws InterruptedException {
    try {
      while (true) {
        Optional<Reports.Submitted> log = reports.poll(patience);
        if (log.isEmpty() && connection.isClosed()) {
          throw new ConnectionLostException("it broke while logs were waited for", null);
        }
        if (log.isEmpty() || !judged.contains(log.get().key())) {
          return log;
        }
        reports.judged(List.of(log.get()));
      }
    } catch (QuiverMessagingException e) {
      reopen(e);
      return Optional.empty();
    }
  }

  /** Those are judged, and no others. Waits while the broker is away. */
  void judged(Collection<Reports.Submitted> logs) throws InterruptedException {
    logs.forEach(log -> judged.add(log.key()));
    try {
      reports.judged(logs);
    } catch (QuiverMessagingException e) {
      reopen(e);
    }
  }

  private void reopen(QuiverMessagingException why) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted while logs were waited for");
    }
    if (!connection.isClosed() && !isBreak(why)) {
      throw why;
    }
    LOG.debug("the logs of {} are taken anew, since {}", group, why.getMessage());
    Reports opened = null;
    while (opened == null) {
      reports.close();
      connection.close();
      connection = connections.await(Use.FENCED, waiting);
      opened = tryToOpen();
    }
    reports = opened;
  }

  private @Nullable Reports tryToOpen() {
    try {
      return Reports.open(connection, group);
    } catch (QuiverMessagingException e) {
      if (!isBreak(e)) {
        throw e;
      }
      return null; // It has broken again.
    }
  }

  /** Whether the connection has broken, rather than the broker refused. */
  static boolean isBreak(QuiverMessagingException failure) {
    return failure instanceof ConnectionLostException
        || failure instanceof UnknownOutcomeException
        || failure instanceof RolledBackException;
  }

  @Override
  public void close() {
    reports.close();
    connection.close();
  }
}
