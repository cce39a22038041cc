package dev.quiver.broker.guard;

import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * Ends a connection that speaks of distributed transactions. Artemis executes such packets on every
 * session, whatever it was opened for, and who may log in could so end what others have prepared.
 * Neither our clients nor brokers among themselves use them.
 */
final class NoDistributedTransactions implements Interceptor {

  private final Refusals refusals;

  NoDistributedTransactions(Refusals refusals) {
    this.refusals = refusals;
  }

  @Override
  public boolean intercept(Packet packet, RemotingConnection connection) {
    if (!isOfThem(packet.getType())) {
      return true;
    }
    connection.fail(refusals.refuse(Refusal.DISTRIBUTED_TRANSACTION, "", "distributed"));
    return false;
  }

  private static boolean isOfThem(byte type) {
    return type == PacketImpl.SESS_XA_FAILED
        || (type >= PacketImpl.SESS_XA_START && type <= PacketImpl.SESS_XA_GET_TIMEOUT_RESP);
  }
}
