package dev.quiver.messaging.connection;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.ActiveMQNotConnectedException;
import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.core.protocol.core.Channel;
import org.apache.activemq.artemis.core.protocol.core.impl.ActiveMQClientProtocolManager;
import org.apache.activemq.artemis.core.protocol.core.impl.ActiveMQClientProtocolManagerFactory;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.remoting.ClientProtocolManager;
import org.apache.activemq.artemis.spi.core.remoting.Connection;
import org.apache.activemq.artemis.spi.core.remoting.TopologyResponseHandler;
import org.jspecify.annotations.Nullable;

/**
 * The client library's handshakes, which end with the connection they are made over. While a broker
 * dies it still accepts connections; whoever connects again at that moment has sent his first
 * request when the connection is closed. The library hears of that only on the thread that waits
 * for the answer: it would wait for the whole time of a call, and then give the connection up for
 * good. Here such an attempt fails at once, and is followed by the next one.
 */
final class Handshakes extends ActiveMQClientProtocolManagerFactory {

  private static final long serialVersionUID = 1L;

  private static final Executor SOON =
      CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS, Runnable::run);

  @Override
  public ClientProtocolManager newProtocolManager() {
    return new Watched();
  }

  private static final class Watched extends ActiveMQClientProtocolManager {

    private volatile @Nullable Connection transport;

    @Override
    public RemotingConnection connect(
        Connection transportConnection,
        long callTimeout,
        long callFailoverTimeout,
        List<Interceptor> incoming,
        List<Interceptor> outgoing,
        TopologyResponseHandler topology) {
      transport = transportConnection;
      return super.connect(
          transportConnection, callTimeout, callFailoverTimeout, incoming, outgoing, topology);
    }

    @Override
    public boolean sendConnect(
        @Nullable String nodeId, @Nullable String user, @Nullable String password)
        throws ActiveMQException {
      Handshake handshake = new Handshake(transport, getChannel1());
      SOON.execute(handshake);
      try {
        return super.sendConnect(nodeId, user, password);
      } catch (ActiveMQException e) {
        if (e.getType() == ActiveMQExceptionType.UNBLOCKED
            || e.getType() == ActiveMQExceptionType.CONNECTION_TIMEDOUT
            || e.getType() == ActiveMQExceptionType.NOT_CONNECTED) {
          // As if the broker had said that it does not serve: the library tries on.
          return false;
        }
        throw e;
      } finally {
        handshake.over = true;
      }
    }
  }

  /** One that is waited for; looks again and again whether its answer can still come. */
  private static final class Handshake implements Runnable {

    private final @Nullable Connection transport;
    private final @Nullable Channel channel;
    private volatile boolean over;

    private Handshake(@Nullable Connection transport, @Nullable Channel channel) {
      this.transport = transport;
      this.channel = channel;
    }

    @Override
    public void run() {
      if (over || transport == null || channel == null) {
        return;
      }
      if (!transport.isOpen()) {
        channel.returnBlocking(
            new ActiveMQNotConnectedException("closed before the broker had answered"));
      }
      SOON.execute(this);
    }
  }
}
