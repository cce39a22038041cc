package dev.quiver.broker.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.jspecify.annotations.Nullable;

/**
 * Who is connected: the facts of each session, and how many each user has, so that a program of one
 * user that opens them without end does not take the memory of all.
 */
final class Sessions {

  private final Refusals refusals;
  private final Map<ServerSession, SessionFacts> facts = new ConcurrentHashMap<>();
  private final UserCounts counts = new UserCounts();

  Sessions(Refusals refusals) {
    this.refusals = refusals;
  }

  /** Refuses one more session of a user who has that many. */
  void requireRoom(@Nullable String user, int most) throws ActiveMQException {
    if (user != null && counts.reaches(user, most)) {
      throw refusals.refuse(Refusal.TOO_MANY_SESSIONS, user, "sessions", user, most);
    }
  }

  void opened(ActiveMQServer broker, String namespace, ServerSession session) {
    String user = session.getValidatedUser();
    SessionFacts made =
        SessionFacts.of(namespace, user, broker.getSecurityStore().getSessionSubject(session));
    if (facts.put(session, made) == null) {
      counts.oneMore(user);
    }
  }

  void closed(ServerSession session) {
    if (facts.remove(session) != null) {
      counts.oneLess(session.getValidatedUser());
    }
  }

  /** Null if it is none that was seen to open. */
  @Nullable SessionFacts of(@Nullable ServerSession session) {
    return session == null ? null : facts.get(session);
  }

  /** Those of a connection. */
  List<ServerSession> on(RemotingConnection connection) {
    List<ServerSession> found = new ArrayList<>();
    for (ServerSession each : facts.keySet()) {
      if (each.getRemotingConnection() == connection) {
        found.add(each);
      }
    }
    return found;
  }

  void clear() {
    facts.clear();
    counts.clear();
  }
}
