package dev.quiver.messaging.connection;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQInterruptedException;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.FailoverEventType;
import org.apache.activemq.artemis.api.core.client.ServerLocator;

/**
 * One open connection to the broker, from which sessions are made. Closing it closes its sessions
 * and their consumers and producers too.
 */
public final class BrokerConnection implements AutoCloseable {

  private final ConnectionSettings settings;
  private final Use use;
  private final ServerLocator locator;
  private final ClientSessionFactory factory;
  private final Handshakes handshakes;
  private final AtomicBoolean closed = new AtomicBoolean();

  BrokerConnection(
      ConnectionSettings settings,
      Use use,
      ServerLocator locator,
      ClientSessionFactory factory,
      Handshakes handshakes) {
    this.settings = settings;
    this.use = use;
    this.locator = locator;
    this.factory = factory;
    this.handshakes = handshakes;
  }

  public ConnectionSettings settings() {
    return settings;
  }

  public Use use() {
    return use;
  }

  /** The library's own object, for what this class does not cover. */
  public ClientSessionFactory factory() {
    return factory;
  }

  /**
   * A session whose sends and acknowledgements happen at its commit. Acknowledge messages singly
   * ({@code individualAcknowledge}), else everything received before is acknowledged as well.
   */
  public ClientSession transactedSession() {
    return session(false, false, false, 0);
  }

  /** A session in which each durable send is on disk when it returns. */
  public ClientSession autoCommitSession() {
    return autoCommitSession(0);
  }

  /**
   * The same, where acknowledgements of one consumer wait until they are for so many bytes of
   * messages, until the consumer is told to flush them, or until it is closed.
   *
   * @param acknowledgedBytes 0 to acknowledge each message at once
   */
  public ClientSession autoCommitSession(int acknowledgedBytes) {
    return session(true, true, false, acknowledgedBytes);
  }

  /**
   * A session that has acknowledged what it delivers: for beats and other words that may be lost.
   */
  public ClientSession preAcknowledgedSession() {
    return session(true, true, true, 0);
  }

  private ClientSession session(
      boolean commitSends, boolean commitAcks, boolean preAcknowledge, int acknowledgedBytes) {
    Password password = settings.password();
    if (isShutOut()) {
      throw shutOut();
    }
    try {
      ClientSession session =
          factory.createSession(
              settings.user(),
              password == null ? null : password.reveal(),
              false,
              commitSends,
              commitAcks,
              preAcknowledge,
              acknowledgedBytes,
              settings.clientName());
      session.addMetaData(ClientVersion.KEY, ClientVersion.current());
      return session;
    } catch (ActiveMQException | ActiveMQInterruptedException e) {
      throw Failures.isLoginRefused(e)
          ? new LoginRefusedException(settings.user(), e)
          : Failures.translate(e);
    }
  }

  /**
   * Hears when the connection breaks and, unless it is fenced, when it stands again: then queues
   * that live with their owner must be made anew. Called on a thread of the library; must not
   * block.
   */
  public void onChange(ChangeListener listener) {
    factory.addFailoverListener(
        event -> {
          if (event == FailoverEventType.FAILURE_DETECTED) {
            listener.broken();
          } else if (event == FailoverEventType.FAILOVER_COMPLETED) {
            listener.restored();
          } else {
            listener.lost();
          }
        });
  }

  /** What happens to a connection. */
  public interface ChangeListener {

    /** It broke; a new one is being tried, unless it is fenced. */
    void broken();

    /** It stands again, sessions and consumers with it. */
    void restored();

    /** It broke and will not come back. */
    void lost();
  }

  /** Whether it was closed here, or broke for good. */
  public boolean isClosed() {
    return closed.get() || isShutOut() || factory.isClosed();
  }

  /**
   * Whether it broke and the broker has refused for a while to let the user in again: the account
   * was removed, or has another password. Waiting does not mend that.
   */
  public boolean isShutOut() {
    return handshakes.isShutOut();
  }

  /** What to say if it is {@linkplain #isShutOut shut out}. */
  public LoginRefusedException shutOut() {
    return new LoginRefusedException(settings.user(), null);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      factory.close();
      locator.close();
    }
  }
}
