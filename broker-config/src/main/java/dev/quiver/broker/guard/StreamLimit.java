package dev.quiver.broker.guard;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.ActiveMQBuffers;
import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionSendContinuationMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionSendLargeMessage;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.jspecify.annotations.Nullable;

/**
 * Stops a large message while it is still streaming. Artemis writes its pieces to disk as they come
 * and asks the plugin only when the last one is there, so anybody with a login could fill the disk
 * first, also on those it may not send to. What comes beyond the limit is emptied, not dropped,
 * since both ends count packets; and since the last packet says how long the message should have
 * been, {@code MessageRules} then refuses it in the ordinary way. On addresses that are not ours
 * there is no limit for those who may send there, and nothing for others, whom Artemis refuses at
 * the end.
 */
final class StreamLimit implements Interceptor {

  private final Function<SimpleString, AddressFacts> facts;
  private final Sessions sessions;
  private final SendRights rights;
  private final Map<Stream, Long> left = new ConcurrentHashMap<>();

  StreamLimit(Function<SimpleString, AddressFacts> facts, Sessions sessions, SendRights rights) {
    this.facts = facts;
    this.sessions = sessions;
    this.rights = rights;
  }

  /** A session sends one large message at a time, over its channel. */
  private record Stream(Object connection, long channel) {}

  @Override
  public boolean intercept(Packet packet, RemotingConnection connection) {
    byte type = packet.getType();
    if (type == PacketImpl.SESS_SEND_CONTINUATION) {
      continued((SessionSendContinuationMessage) packet, connection);
    } else if (type == PacketImpl.SESS_SEND_LARGE) {
      begun((SessionSendLargeMessage) packet, connection);
    }
    return true;
  }

  /** A connection is gone, and what it was sending with it. */
  void forget(RemotingConnection connection) {
    left.keySet().removeIf(stream -> stream.connection().equals(connection.getID()));
  }

  private void begun(SessionSendLargeMessage packet, RemotingConnection connection) {
    @Nullable SimpleString address = packet.getLargeMessage().getAddressSimpleString();
    AddressFacts known = facts.apply(address == null ? SimpleString.of("") : address);
    Stream stream = new Stream(connection.getID(), packet.getChannelID());
    if (known.kind == AddressKind.FOREIGN && address != null) {
      List<ServerSession> theirs = sessions.on(connection);
      // One acceptor has the same prefixes for all of them.
      SimpleString plain = theirs.isEmpty() ? address : theirs.get(0).removePrefix(address);
      known = facts.apply(plain);
      if (known.kind == AddressKind.FOREIGN) {
        if (!rights.has(theirs, plain)) {
          left.put(stream, 0L);
        }
        return;
      }
    }
    left.put(stream, known.maxLarge);
  }

  private void continued(SessionSendContinuationMessage packet, RemotingConnection connection) {
    Stream stream = new Stream(connection.getID(), packet.getChannelID());
    Long before = left.get(stream);
    if (before == null) {
      return;
    }
    long after = before - packet.getBody().length;
    if (after < 0) {
      empty(packet);
    }
    if (packet.isContinues()) {
      left.put(stream, after);
    } else {
      left.remove(stream);
    }
  }

  /** Reads the packet anew from what it would be with nothing in it. */
  private static void empty(SessionSendContinuationMessage packet) {
    ActiveMQBuffer bare = ActiveMQBuffers.dynamicBuffer(32);
    bare.writeInt(0);
    bare.writeBoolean(packet.isContinues());
    if (!packet.isContinues()) {
      bare.writeLong(packet.getMessageBodySize());
    }
    bare.writeBoolean(packet.isRequiresResponse());
    bare.writeInt(packet.getSenderID());
    packet.decodeRest(bare);
  }
}
