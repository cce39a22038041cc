package dev.quiver.broker.guard;

import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes the consumers of a session whose connection broke, before the broker rolls its transaction
 * back. It would do so in the opposite order, while acknowledgements are still taken in; one that
 * comes in just after the rollback would keep its message from everybody until the next start.
 */
final class FailedSession {

  private static final Logger LOG = LoggerFactory.getLogger(FailedSession.class);

  private FailedSession() {}

  /** Waits for the acknowledgement that is being taken in, if one is, and lets none follow. */
  static void closeConsumers(ServerSession session) {
    for (ServerConsumer consumer : session.getServerConsumers()) {
      try {
        consumer.close(true);
      } catch (Exception e) {
        // The broker closes it once more itself.
        LOG.warn("a consumer of {} could not be closed", session.getUsername(), e);
      }
    }
  }
}
