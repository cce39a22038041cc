package dev.quiver.broker.guard;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
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

  /** How long a request that has come may take to be carried out. */
  private static final long ARRIVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final ActiveMQServer server;
  private final Sessions sessions;
  private final GuardSettings settings;
  private final Map<SimpleString, Request> requests = new ConcurrentHashMap<>();
  private final UserCounts counts = new UserCounts();

  /**
   * What was removed a short time ago. A request for the same name may have come before that, when
   * the name was free of charge, and be carried out after it.
   */
  private final Map<SimpleString, Request> removed = new ConcurrentHashMap<>();

  AddressCounts(ActiveMQServer server, Sessions sessions, GuardSettings settings) {
    this.server = server;
    this.sessions = sessions;
    this.settings = settings;
  }

  private record Request(String user, long at) {
    private boolean isOld(long now) {
      return now - at > ARRIVAL_NANOS;
    }
  }

  @Override
  public boolean intercept(Packet packet, RemotingConnection connection) {
    if (packet.getType() == PacketImpl.CREATE_ADDRESS) {
      CreateAddressMessage request = (CreateAddressMessage) packet;
      List<ServerSession> askers = sessions.on(connection);
      // Those of one connection are of one user, or of users whose passwords one program has.
      SessionFacts asker = askers.isEmpty() ? null : sessions.of(askers.get(0));
      if (asker != null) {
        SimpleString address = askers.get(0).removePrefix(request.getAddress());
        if (!mayHave(asker.user, address)) {
          // A prefix would bring a routing type with it.
          request.setAddress(address);
          request.setRoutingTypes(EnumSet.noneOf(RoutingType.class));
        }
      }
    }
    return true;
  }

  /** Whether it is there, or the user may make it; then it counts as made. */
  private boolean mayHave(String user, SimpleString address) {
    if (!isCounted(address)
        || requests.containsKey(address)
        || server.getAddressInfo(address) != null) {
      return true;
    }
    if (counts.reaches(user, settings.queuesPerUser())) {
      return false;
    }
    count(address, user);
    return true;
  }

  /** In a cluster those of answers stay for a while, as other brokers may still pass some on. */
  private boolean isCounted(SimpleString address) {
    AddressKind kind = AddressKind.of(settings.namespace(), address.toString());
    return kind != AddressKind.FOREIGN && !(settings.cluster() && kind == AddressKind.REPLIES);
  }

  private void count(SimpleString address, String user) {
    if (requests.putIfAbsent(address, new Request(user, System.nanoTime())) == null) {
      counts.oneMore(user);
    }
  }

  /** It was made; perhaps by a request from before its removal. */
  void made(SimpleString address) {
    Request before = removed.remove(address);
    if (before != null) {
      count(address, before.user);
    }
  }

  void removed(SimpleString address) {
    Request request = requests.remove(address);
    if (request != null) {
      removed.put(address, new Request(request.user, System.nanoTime()));
      counts.oneLess(request.user);
    }
  }

  /** Forgets what was asked for and never came to be. */
  void forget() {
    long now = System.nanoTime();
    removed.values().removeIf(request -> request.isOld(now));
    requests.forEach(
        (address, request) -> {
          if (request.isOld(now) && server.getAddressInfo(address) == null) {
            removed(address);
          }
        });
  }
}
