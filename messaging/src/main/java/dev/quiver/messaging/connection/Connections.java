package dev.quiver.messaging.connection;

import jakarta.jms.ConnectionFactory;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * Makes connections to one broker. Commands {@linkplain #connect give up at once}; roles
 * {@linkplain #await wait} for a broker that is not there yet. Closing it ends every wait and
 * closes every connection it made.
 */
public final class Connections implements AutoCloseable {

  /** A backup serves within some two seconds of its primary's death; longer on a busy machine. */
  private static final Duration TAKEOVER = Duration.ofSeconds(6);

  private final ConnectionSettings settings;
  private final BrokerUrl url;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Set<BrokerConnection> open = ConcurrentHashMap.newKeySet();

  /** Whether there has been a broker of ours, so that the address is right. */
  private volatile boolean found;

  private Connections(ConnectionSettings settings) {
    this.settings = settings;
    this.url = BrokerUrl.parse(settings.url());
  }

  /** To the broker of those settings; nothing is connected yet. */
  public static Connections to(ConnectionSettings settings) {
    return new Connections(settings);
  }

  public ConnectionSettings settings() {
    return settings;
  }

  /**
   * Connects, logs in and makes sure that the broker is ours, or gives up within a few seconds. Of
   * a pair both may be away while one takes over from the other; that is waited for.
   *
   * @throws BrokerUnreachableException if none answers
   * @throws NotOurBrokerException if something else answers
   * @throws TlsException if no encrypted connection comes about, or one that must be encrypted
   * @throws LoginRefusedException if it does not let the user in
   */
  public BrokerConnection connect(Use use) {
    long until = System.nanoTime() + TAKEOVER.toNanos();
    for (int attempt = 1; ; attempt++) {
      try {
        return connectOnce(use);
      } catch (BrokerUnreachableException e) {
        boolean over = url.uris().size() == 1 || System.nanoTime() > until;
        if (over
            || !e.unknownHosts().isEmpty()
            || !rested(settings.timings().pauseAfter(attempt))) {
          throw e;
        }
      }
    }
  }

  /**
   * Looks whether a broker answers, without a login; within a few seconds.
   *
   * @throws BrokerUnreachableException if none answers
   * @throws NotOurBrokerException if something else answers
   * @throws TlsException if no encrypted connection comes about, or one that must be encrypted
   */
  public void requireBroker() {
    requireOpen();
    probe();
  }

  /** False if it was closed or interrupted meanwhile. */
  private boolean rested(Duration pause) {
    try {
      return !closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private BrokerConnection connectOnce(Use use) {
    requireOpen();
    BrokerConnection connection = open(use, probe());
    try {
      requireOurs(connection);
    } catch (RuntimeException e) {
      connection.close();
      throw e;
    }
    found = true;
    open.removeIf(BrokerConnection::isClosed);
    open.add(connection);
    if (closing.getCount() == 0) {
      connection.close();
      throw ConnectionLostException.closedHere();
    }
    return connection;
  }

  /**
   * Connects as {@link #connect} does, but waits, without limit, for a broker that is away or
   * hangs.
   *
   * @param listener hears that it waits and for what
   * @throws NotOurBrokerException if something else answers: waiting would not mend that
   * @throws LoginRefusedException likewise
   * @throws ConnectionLostException if this is closed meanwhile
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  public BrokerConnection await(Use use, WaitListener listener) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      QuiverMessagingException why;
      try {
        BrokerConnection connection = connectOnce(use);
        if (attempt > 1) {
          listener.connected();
        }
        return connection;
      } catch (BrokerUnreachableException | UnknownOutcomeException e) {
        why = e;
      } catch (ConnectionLostException e) {
        requireOpen();
        why = e;
      }
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while waiting for the broker");
      }
      Duration pause = settings.timings().pauseAfter(attempt);
      listener.waiting(why, attempt, pause);
      if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        throw ConnectionLostException.closedHere();
      }
    }
  }

  /**
   * A Jakarta JMS connection factory for the same broker, user and use. It refuses to deserialise
   * objects. The caller closes the connections it makes.
   */
  public ConnectionFactory jms(Use use) {
    Password password = settings.password();
    ActiveMQConnectionFactory factory =
        new ActiveMQConnectionFactory(url.forJms(use, settings.timings()));
    ServerLocator locator = factory.getServerLocator();
    locator.setProtocolManagerFactory(new Handshakes(settings.timings()).setLocator(locator));
    if (settings.user() != null) {
      factory.setUser(settings.user());
    }
    if (password != null) {
      factory.setPassword(password.reveal());
    }
    return factory;
  }

  /** Ends every wait and closes every connection made here. */
  @Override
  public void close() {
    closing.countDown();
    for (BrokerConnection connection : open) {
      connection.close();
    }
    open.clear();
  }

  /**
   * Looks which servers are brokers: one is enough, and the first that answers will do, so that one
   * that hangs costs no time. What the most talkative of the others said is the reason if none is.
   *
   * @return the way to the one that answered for who does not connect again by itself
   */
  private BrokerUrl probe() {
    QuiverMessagingException foreign = null;
    List<String> unknown = new ArrayList<>();
    List<String> absent = new ArrayList<>();
    BlockingQueue<Looked> looks = look();
    for (int i = 0; i < url.uris().size(); i++) {
      Looked looked = next(looks);
      URI server = looked.server();
      if (looked.finding() instanceof ServiceProbe.Finding.Broker) {
        return url.only(server);
      } else if (looked.finding() instanceof ServiceProbe.Finding.Foreign other) {
        foreign = notOurs(server, other.name());
      } else if (looked.finding() instanceof ServiceProbe.Finding.NoTls none) {
        foreign =
            new TlsException(
                server.getHost() + ":" + server.getPort(), none.fault(), none.detail(), null);
      } else if (looked.finding() instanceof ServiceProbe.Finding.HangsUp other) {
        // Before the one of a pair that does not serve something else may take connections; and
        // one that dies hangs up too.
        if (url.uris().size() == 1 && !found) {
          foreign = notOurs(server, other.name());
        }
        absent.add(found ? "it hangs up: it is ending, or not ready yet" : other.name());
      } else if (looked.finding() instanceof ServiceProbe.Finding.Absent nothing) {
        absent.add(nothing.why());
      } else {
        unknown.add(server.getHost());
        absent.add("the host " + server.getHost() + " is not known");
      }
    }
    if (foreign != null) {
      throw foreign;
    }
    throw new BrokerUnreachableException(
        url.hostsAndPorts(),
        unknown.size() == url.uris().size() ? unknown : List.of(),
        String.join("; ", absent),
        null);
  }

  private static NotOurBrokerException notOurs(URI server, String found) {
    return new NotOurBrokerException(
        server.getHost() + ":" + server.getPort(),
        found,
        "give the broker's address (--url, QUIVER_URL), or start a broker on another port");
  }

  private record Looked(URI server, ServiceProbe.Finding finding) {}

  /** At the servers of a pair at the same time. */
  private BlockingQueue<Looked> look() {
    BlockingQueue<Looked> looks = new LinkedBlockingQueue<>();
    List<URI> servers = url.uris();
    for (URI server : servers) {
      Runnable look = () -> looks.add(new Looked(server, finding(server)));
      if (servers.size() == 1) {
        look.run();
      } else {
        Thread thread = new Thread(look, "quiver-probe");
        thread.setDaemon(true);
        thread.start();
      }
    }
    return looks;
  }

  private ServiceProbe.Finding finding(URI server) {
    Duration patience = settings.timings().probe();
    return url.encrypted(server)
        ? TlsProbe.look(server, url.parametersOf(server), patience)
        : ServiceProbe.look(server.getHost(), server.getPort(), patience);
  }

  private Looked next(BlockingQueue<Looked> looks) {
    try {
      return looks.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerUnreachableException(
          url.hostsAndPorts(), "interrupted while looking for it", e);
    }
  }

  private BrokerConnection open(Use use, BrokerUrl answered) {
    ServerLocator locator = null;
    try {
      BrokerUrl way = use.reconnects() ? url : answered;
      locator = ActiveMQClient.createServerLocator(way.forCore(use, settings.timings()));
      Handshakes handshakes = new Handshakes(settings.timings());
      locator.setProtocolManagerFactory(handshakes.setLocator(locator));
      ClientSessionFactory factory = locator.createSessionFactory();
      return new BrokerConnection(settings, use, locator, factory, handshakes);
    } catch (Exception e) {
      if (locator != null) {
        locator.close();
      }
      QuiverMessagingException translated = Failures.translate(e);
      if (translated instanceof ConnectionLostException
          || translated instanceof UnknownOutcomeException) {
        throw new BrokerUnreachableException(
            url.hostsAndPorts(), "the connection could not be made", e);
      }
      throw translated;
    }
  }

  private void requireOurs(BrokerConnection connection) {
    String landmark = settings.addresses().taskCancel();
    try (ClientSession session = connection.autoCommitSession()) {
      if (!session.addressQuery(SimpleString.of(landmark)).isExists()) {
        throw new NotOurBrokerException(
            String.join(", ", url.hostsAndPorts()),
            "an Artemis broker without the addresses of the namespace \""
                + settings.namespace()
                + "\"",
            "choose the namespace it has (QUIVER_NAMESPACE), set it up for Quiver (quiver broker"
                + " export), or give another broker's address (--url, QUIVER_URL)");
      }
    } catch (Exception e) {
      throw Failures.translate(e);
    }
  }

  private void requireOpen() {
    if (closing.getCount() == 0) {
      throw ConnectionLostException.closedHere();
    }
  }

  /** Each server as {@code host:port}, to be shown. */
  public List<String> servers() {
    return url.hostsAndPorts();
  }
}
