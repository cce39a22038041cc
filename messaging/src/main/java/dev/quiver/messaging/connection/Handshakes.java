package dev.quiver.messaging.connection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.ActiveMQNotConnectedException;
import org.apache.activemq.artemis.api.core.ActiveMQRoutingException;
import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.core.protocol.core.Channel;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.ActiveMQClientProtocolManager;
import org.apache.activemq.artemis.core.protocol.core.impl.ActiveMQClientProtocolManagerFactory;
import org.apache.activemq.artemis.core.protocol.core.impl.ChannelImpl;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.ActiveMQExceptionMessage;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.remoting.ClientProtocolManager;
import org.apache.activemq.artemis.spi.core.remoting.Connection;
import org.apache.activemq.artemis.spi.core.remoting.SessionContext;
import org.apache.activemq.artemis.spi.core.remoting.TopologyResponseHandler;
import org.jspecify.annotations.Nullable;

/**
 * The client library's handshakes, which end with the connection they are made over. While a broker
 * dies it still accepts connections; whoever connects again at that moment has sent his first
 * request when the connection is closed. The library hears of that only on the thread that waits
 * for the answer: it would wait for the whole time of a call, and then give the connection up for
 * good. Here such an attempt fails at once, and is followed by the next one.
 *
 * <p>And it tells a login that the broker refuses when the connection broke and is made again,
 * which the library would try for ever.
 */
final class Handshakes extends ActiveMQClientProtocolManagerFactory {

  private static final long serialVersionUID = 1L;

  private static final Executor SOON =
      CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS, Runnable::run);

  private final Duration pause;

  /**
   * What is longer between a refusal and the next connection was an outage. A broker that is away
   * refuses nobody, and one that comes back may refuse at first.
   */
  private final Duration longestGap;

  /**
   * How long a login that was good is refused until that is believed: longer than a start takes.
   */
  private final Duration believedAfter;

  private volatile boolean shutOut;

  Handshakes(ConnectionSettings.Timings timings) {
    this.pause = timings.maxRetry().dividedBy(2);
    Duration attempts = timings.maxRetry().multipliedBy(3);
    Duration answer = timings.call().dividedBy(4);
    this.longestGap = attempts.compareTo(answer) > 0 ? attempts : answer;
    this.believedAfter = timings.call().multipliedBy(3).dividedBy(2);
  }

  /**
   * Whether the broker no longer lets the user in who was in before: the account was removed, or
   * has another password. The connection broke and does not come back.
   */
  boolean isShutOut() {
    return shutOut;
  }

  @Override
  public ClientProtocolManager newProtocolManager() {
    return new Watched();
  }

  private final class Watched extends ActiveMQClientProtocolManager {

    private volatile @Nullable Connection transport;

    /** Who asks for a session at the moment, and is told by the library if it is refused. */
    private volatile @Nullable Thread asking;

    /** Since when sessions are refused again and again; 0 if they are not. */
    private volatile long refusedSince;

    private volatile long refusedLast;

    @Override
    public RemotingConnection connect(
        Connection transportConnection,
        long callTimeout,
        long callFailoverTimeout,
        List<Interceptor> incoming,
        List<Interceptor> outgoing,
        TopologyResponseHandler topology) {
      transport = transportConnection;
      if (System.nanoTime() - refusedLast > longestGap.toNanos()) {
        refusedSince = 0;
      }
      if (refusedSince != 0) {
        // The library would try again at once, some twenty times a second.
        LockSupport.parkNanos(pause.toNanos());
      }
      List<Interceptor> all = new ArrayList<>();
      if (incoming != null) {
        all.addAll(incoming);
      }
      all.add((packet, connection) -> isWanted(packet));
      return super.connect(
          transportConnection, callTimeout, callFailoverTimeout, all, outgoing, topology);
    }

    @Override
    public SessionContext createSessionContext(
        String name,
        String username,
        String password,
        boolean xa,
        boolean autoCommitSends,
        boolean autoCommitAcks,
        boolean preAcknowledge,
        int minLargeMessageSize,
        int confirmationWindowSize,
        String clientId)
        throws ActiveMQException {
      try {
        return super.createSessionContext(
            name,
            username,
            password,
            xa,
            autoCommitSends,
            autoCommitAcks,
            preAcknowledge,
            minLargeMessageSize,
            confirmationWindowSize,
            clientId);
      } finally {
        askNoMore();
      }
    }

    /** While somebody asks for one the library makes none again, and the other way round. */
    @Override
    public @Nullable Lock lockSessionCreation() {
      askNoMore();
      Lock lock = super.lockSessionCreation();
      if (lock != null) {
        asking = Thread.currentThread();
      }
      return lock;
    }

    @Override
    public boolean cleanupBeforeFailover(ActiveMQException cause) {
      boolean clean = super.cleanupBeforeFailover(cause);
      // It has locked as well, and makes sessions again without asking here.
      askNoMore();
      return clean;
    }

    private void askNoMore() {
      if (asking == Thread.currentThread()) {
        asking = null;
      }
    }

    /** Without it the library ends its attempts, and tells that the connection is lost. */
    @Override
    public boolean isAlive() {
      return !shutOut && super.isAlive();
    }

    /**
     * The library makes its sessions again on a new connection, and would go on for ever if the
     * broker refuses the login, with an error in the log each time. It tries on in silence if it is
     * told to go elsewhere.
     */
    private boolean isWanted(Packet packet) {
      if (packet.getChannelID() != ChannelImpl.CHANNEL_ID.SESSION.id || asking != null) {
        return true;
      }
      if (packet.getType() == PacketImpl.CREATESESSION_RESP) {
        refusedSince = 0;
        return true;
      }
      if (!(packet instanceof ActiveMQExceptionMessage failed)
          || failed.getException().getType() != ActiveMQExceptionType.SECURITY_EXCEPTION) {
        return true;
      }
      long now = System.nanoTime();
      if (refusedSince == 0) {
        refusedSince = now;
      } else if (now - refusedSince > believedAfter.toNanos()) {
        shutOut = true;
      }
      refusedLast = now;
      getChannel1()
          .handlePacket(
              new ActiveMQExceptionMessage(
                  new ActiveMQRoutingException(failed.getException().getMessage())));
      return false;
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
          refusedSince = 0;
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
