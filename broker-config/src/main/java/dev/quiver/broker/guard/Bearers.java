package dev.quiver.broker.guard;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.core.server.ActiveMQMessageBundle;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ServerSession;

/**
 * Who bears which name of which there is one: a worker, the reader of an inbox, somebody in the
 * chat. Artemis' own check of unique metadata looks first and writes then, so that of two sessions
 * that come at the same instant both get the name. Here it is one step.
 */
final class Bearers {

  private record Name(String key, String data) {}

  private final ConcurrentMap<Name, ServerSession> bearers = new ConcurrentHashMap<>();

  /**
   * Gives a session that name. The sessions of one connection share theirs, as those of JMS do.
   *
   * @throws ActiveMQException as Artemis' own check does, if a session of another connection has it
   */
  void take(ActiveMQServer broker, ServerSession session, String key, String data)
      throws ActiveMQException {
    ServerSession bearer =
        bearers.compute(
            new Name(key, data),
            (name, before) ->
                before == null || isGone(broker, before) || isOneWith(before, session)
                    ? session
                    : before);
    if (bearer != session) {
      throw ActiveMQMessageBundle.BUNDLE.duplicateMetadata(key, data);
    }
  }

  /** Its names are free again. */
  void closed(ServerSession session) {
    bearers.values().removeIf(bearer -> bearer == session);
  }

  void clear() {
    bearers.clear();
  }

  /** A client that connects anew makes its session anew under the same name. */
  private static boolean isGone(ActiveMQServer broker, ServerSession bearer) {
    return broker.getSessionByID(bearer.getName()) != bearer;
  }

  private static boolean isOneWith(ServerSession bearer, ServerSession session) {
    return bearer.getRemotingConnection() == session.getRemotingConnection();
  }
}
