package dev.quiver.broker.guard;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.CreateAddressMessage;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * How many addresses that are there each user has asked for since the broker's start: they cost
 * memory without any queue of their maker, a room even two queues of the broker's own. Artemis
 * tells a plugin that an address is made, but not by whom, so requests are looked at as they come.
 * One too many loses its routing types on the way in, and is refused for that where others are
 * ({@link QuiverPlugin#beforeAddAddress}): a request that vanished would upset the count of
 * packets.
 */
final class AddressCounts implements Interceptor {

  /** How long one that was asked for may take to be there. */
  private static final long ARRIVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final ActiveMQServer server;
  private final Sessions sessions;
  private final String namespace;
  private final int most;
  private final Map<SimpleString, Request> requests = new ConcurrentHashMap<>();
  private final Map<String, Integer> counts = new ConcurrentHashMap<>();

  AddressCounts(ActiveMQServer server, Sessions sessions, String namespace, int most) {
    this.server = server;
    this.sessions = sessions;
    this.namespace = namespace;
    this.most = most;
  }

  private record Request(String user, long at) {}

  @Override
  public boolean intercept(Packet packet, RemotingConnection connection) {
    if (packet.getType() == PacketImpl.CREATE_ADDRESS) {
      CreateAddressMessage request = (CreateAddressMessage) packet;
      for (ServerSession each : sessions.on(connection)) {
        // Those of one connection are of one user, or of users whose passwords one program has.
        SessionFacts asker = sessions.of(each);
        if (asker != null && !mayHave(asker.user, each.removePrefix(request.getAddress()))) {
          request.setRoutingTypes(EnumSet.noneOf(RoutingType.class));
        }
        break;
      }
    }
    return true;
  }

  /** Whether it is there, or the user may make it; then it counts as made. */
  private boolean mayHave(String user, SimpleString address) {
    if (AddressKind.of(namespace, address.toString()) == AddressKind.FOREIGN
        || requests.containsKey(address)
        || server.getAddressInfo(address) != null) {
      return true;
    }
    if (counts.getOrDefault(user, 0) >= most) {
      return false;
    }
    if (requests.putIfAbsent(address, new Request(user, System.nanoTime())) == null) {
      counts.merge(user, 1, Integer::sum);
    }
    return true;
  }

  void removed(SimpleString address) {
    Request request = requests.remove(address);
    if (request != null) {
      counts.computeIfPresent(request.user, (name, count) -> count > 1 ? count - 1 : null);
    }
  }

  /** Forgets what was asked for and never came to be. */
  void retain(Set<SimpleString> there) {
    long now = System.nanoTime();
    requests.forEach(
        (address, request) -> {
          if (now - request.at > ARRIVAL_NANOS && !there.contains(address)) {
            removed(address);
          }
        });
  }
}
