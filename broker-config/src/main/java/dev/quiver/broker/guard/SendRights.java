package dev.quiver.broker.guard;

import java.util.List;
import java.util.function.Supplier;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.jspecify.annotations.Nullable;

/** Who may send where, as far as roles decide. */
final class SendRights {

  private final Supplier<@Nullable ActiveMQServer> server;

  SendRights(Supplier<@Nullable ActiveMQServer> server) {
    this.server = server;
  }

  /** Whether one of those sessions may send to that address. */
  boolean has(List<ServerSession> sessions, SimpleString address) {
    ActiveMQServer running = server.get();
    if (running == null) {
      return false;
    }
    for (ServerSession each : sessions) {
      if (has(running, each, address)) {
        return true;
      }
    }
    return false;
  }

  private static boolean has(ActiveMQServer running, ServerSession session, SimpleString address) {
    try {
      running.getSecurityStore().check(address, CheckType.SEND, session);
      return true;
    } catch (Exception refused) {
      return false;
    }
  }
}
