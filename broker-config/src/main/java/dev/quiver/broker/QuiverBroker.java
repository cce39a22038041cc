package dev.quiver.broker;

import dev.quiver.broker.metrics.BrokerMeters;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker, running in this process.
 *
 * <pre>{@code
 * try (var broker = QuiverBroker.start(BrokerConfig.in(folder).withPort(0))) {
 *   connect(broker.url(), "client", broker.credentials().passwordOf("client").orElseThrow());
 * }
 * }</pre>
 */
public final class QuiverBroker implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(QuiverBroker.class);

  /**
   * How long a primary whose backup does not run may take to read its journal before it is said.
   */
  private static final Duration BEGIN = Duration.ofSeconds(10);

  /** Why a broker stopped by itself. */
  public enum Ended {
    /** Its disk failed, or was full to the last byte. */
    DISK,
    /** One of a pair lost the lock, or could not join the other one; it can be started again. */
    PAIR,
    /** It did not begin to serve. */
    NOT_BEGUN
  }

  private final BrokerConfig config;
  private final DataFolder folder;
  private final DataFolder common;
  private final UserFiles users;
  private final Credentials credentials;
  private final FolderLocks locks;
  private final ActiveMQServer server;
  private final int port;
  private final Parts parts;
  private final @Nullable Startup startup;
  private final @Nullable Replica replica;
  private final @Nullable AccountsCopy accounts;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final AtomicReference<@Nullable String> failure = new AtomicReference<>();
  private volatile @Nullable Ended ended;

  private QuiverBroker(
      BrokerConfig config,
      DataFolder folder,
      DataFolder common,
      UserFiles users,
      Credentials credentials,
      FolderLocks locks,
      ActiveMQServer server,
      @Nullable Startup startup,
      @Nullable AccountsCopy accounts,
      int port,
      Parts parts) {
    this.config = config;
    this.folder = folder;
    this.common = common;
    this.users = users;
    this.credentials = credentials;
    this.locks = locks;
    this.server = server;
    this.port = port;
    this.parts = parts;
    this.startup = startup;
    this.accounts = accounts;
    this.replica = config.replicates() ? Replica.watch(server, parts) : null;
  }

  /**
   * Starts a broker and returns when it takes connections, or, if it is one of a pair, when it does
   * or waits.
   *
   * @throws BrokerStartException with what is in the way and how to mend it; nothing is left behind
   *     then
   */
  public static QuiverBroker start(BrokerConfig config) {
    return start(config, null, PartListener.NONE);
  }

  /**
   * The same with passwords that somebody chose for the system accounts, instead of those that were
   * drawn or given at an earlier start. Other accounts stay as they are.
   *
   * @param given the passwords; null keeps those there are, and draws them at the first start
   */
  public static QuiverBroker start(BrokerConfig config, @Nullable Credentials given) {
    return start(config, given, PartListener.NONE);
  }

  /**
   * The same for one of a pair.
   *
   * @param given the passwords; null keeps those there are, and draws them at the first start
   * @param listener hears whether it serves or waits, first before this returns
   */
  public static QuiverBroker start(
      BrokerConfig config, @Nullable Credentials given, PartListener listener) {
    return start(config, given, listener, null);
  }

  /**
   * The same with its figures in a registry.
   *
   * @param meters takes them; nothing is in it yet. Null for none
   */
  public static QuiverBroker start(
      BrokerConfig config,
      @Nullable Credentials given,
      PartListener listener,
      @Nullable MeterRegistry meters) {
    TlsConfig tls = config.tls();
    if (tls != null) {
      tls.check(Instant.now(), !config.isSingle());
    }
    Obstacles.requirePasswords(config, given);
    DataFolder folder = new DataFolder(config.dataFolder());
    DataFolder common = new DataFolder(config.commonFolder());
    FolderLocks locks = FolderLocks.take(config, folder, common);
    UserFiles users = new UserFiles(folder, common, config.namespace(), config.profile());
    ActiveMQServer server = null;
    Startup startup = null;
    AccountsCopy accounts = null;
    try {
      Obstacles.requireFreePort(config);
      folder.pointTo(common);
      if (config.replicates()) {
        Replica.prepare(config, folder);
      } else {
        Replica.refuseIn(folder);
      }
      Credentials credentials = users.open(given);
      Parts parts = new Parts(listener);
      AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
      server = newServer(config, common, users, parts, meters);
      server.registerActivationFailureListener(why -> failure.compareAndSet(null, why));
      if (config.replicates() && common.root().equals(folder.root())) {
        accounts = AccountsCopy.of(server, users, config.namespace());
      }
      if (config.replicates()) {
        startup = Startup.of(server, config.namespace());
        startup.await(BEGIN);
      } else {
        server.start();
      }
      Exception early = failure.get();
      if (early != null) {
        throw Obstacles.explain(config, folder, early);
      }
      // One of a pair may not listen yet, but where it will is known.
      int port = config.pair() == null ? portOf(server) : config.port();
      QuiverBroker broker =
          new QuiverBroker(
              config,
              folder,
              common,
              users,
              credentials,
              locks,
              server,
              startup,
              accounts,
              port,
              parts);
      server.registerIOCriticalErrorListener((cause, what, file) -> broker.failed(what, cause));
      server.registerActivationFailureListener(broker::didNotBegin);
      parts.onShutdown(broker::lostItsPair);
      writeTls(tls, common);
      DataFolder.writePrivately(common.urlFile(), broker.url() + "\n");
      LOG.info(
          "broker {}: {}, listens on {}, data in {}",
          config.namespace(),
          config.profile().label(),
          broker.url(),
          folder.root());
      boolean alone = config.profile() == Profile.PRIMARY && !config.replicates() && locks.isLast();
      if (startup != null) {
        startup.onFailure(broker::didNotBegin);
      }
      if (!server.isActive() && !(alone && parts.servesWithin(BEGIN))) {
        parts.waits();
      }
      return broker;
    } catch (BrokerStartException known) {
      giveUp(server, startup, accounts, users, locks);
      throw known;
    } catch (Exception cause) {
      giveUp(server, startup, accounts, users, locks);
      throw Obstacles.unexplained(folder, cause);
    }
  }

  /** For local commands, which find it beside the address. */
  private static void writeTls(@Nullable TlsConfig tls, DataFolder folder) throws IOException {
    if (tls == null) {
      Files.deleteIfExists(folder.tlsFile());
    } else {
      DataFolder.writePrivately(folder.tlsFile(), tls.folder() + "\n");
    }
  }

  /** Where clients connect: {@code tcp://host:port}, or for a pair both of them. */
  public String url() {
    List<HostPort> members = config.members();
    if (!members.isEmpty()) {
      return members.stream().map(HostPort::url).collect(Collectors.joining(",", "(", ")"));
    }
    boolean everywhere = PairConfig.EVERYWHERE.contains(config.host());
    // No certificate is for all addresses.
    String host = everywhere && config.tls() != null ? "localhost" : config.host();
    return "tcp://" + HostPort.inUrl(host) + ":" + port;
  }

  /** The port it listens on. */
  public int port() {
    return port;
  }

  /** Whether it takes connections now, which the one of a pair that waits does not. */
  public boolean serves() {
    return server.isActive();
  }

  /** How it was started. */
  public BrokerConfig config() {
    return config;
  }

  /** The passwords of the system accounts. */
  public Credentials credentials() {
    return credentials;
  }

  /** The JAAS realm of its users, known to this process while it runs. */
  public String realm() {
    return users.realm();
  }

  /** The broker inside, for counters; nothing else should need it. */
  public ActiveMQServer server() {
    return server;
  }

  /** Why it stopped by itself, if it did, in words. */
  public Optional<String> failure() {
    return Optional.ofNullable(failure.get());
  }

  /** Why it stopped by itself, if it did. */
  public Optional<Ended> ended() {
    return Optional.ofNullable(ended);
  }

  /**
   * Waits until it has been closed, or has stopped by itself ({@link #failure()} then says why, and
   * it is still to be closed).
   */
  public void awaitStopped() throws InterruptedException {
    stopped.await();
  }

  /**
   * Stops taking connections, closes those there are, syncs and closes the store, frees the folder.
   */
  @Override
  public void close() {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    parts.close();
    try {
      if (locks.isLast()) {
        Files.deleteIfExists(common.urlFile());
      }
    } catch (IOException left) {
      LOG.warn(
          "broker {}: {} could not be removed: {}",
          config.namespace(),
          common.urlFile(),
          left.toString());
    }
    if (replica != null) {
      replica.close();
    }
    if (accounts != null) {
      accounts.close();
    }
    if (startup != null) {
      startup.close();
    }
    try {
      server.stop();
    } catch (Exception cause) {
      throw new IllegalStateException(
          "the broker did not stop cleanly: " + cause.getMessage(), cause);
    } finally {
      users.close();
      locks.close();
      stopped.countDown();
    }
  }

  /** Artemis stops its server after such an error; the data on disk is as it was acknowledged. */
  private void failed(@Nullable String what, @Nullable Throwable cause) {
    ended(
        Ended.DISK,
        "the broker stopped because it could not write to its data folder "
            + folder.root()
            + (cause == null ? "" : " (" + cause.getMessage() + ")")
            + ": make room on that disk or have it mended, then start the broker again",
        what);
  }

  private void didNotBegin(Throwable cause) {
    ended(
        Ended.NOT_BEGUN,
        "the broker on the data folder "
            + folder.root()
            + " did not begin to serve ("
            + cause
            + "): its data was left as it is; look what the log says before this, then start it"
            + " again",
        null);
  }

  /** Artemis stops a server for good that can no longer know that it alone may serve. */
  private void lostItsPair() {
    ended(
        Ended.PAIR,
        "the "
            + config.profile().label()
            + " broker stopped by itself: it can no longer be sure of the pair's lock, or could not"
            + " join the other one. What it accepted is safe; it can be started again",
        null);
  }

  private void ended(Ended how, String why, @Nullable String detail) {
    if (closing.get()) {
      return;
    }
    if (failure.compareAndSet(null, why)) {
      ended = how;
      parts.close();
      LOG.error("broker {}: {} detail={}", config.namespace(), why, detail);
    }
    stopped.countDown();
  }

  /** Artemis looks for the files of users beside its configuration. */
  private static ActiveMQServer newServer(
      BrokerConfig config,
      DataFolder folder,
      UserFiles users,
      Parts parts,
      @Nullable MeterRegistry meters)
      throws Exception {
    String xml =
        config.isSingle()
            ? BrokerXml.render(config)
            : BrokerXml.render(config, users.clusterPassword(config));
    Path file = folder.configuration(config.profile());
    DataFolder.writePrivately(file, xml);
    Configuration configuration = BrokerXml.parse(xml);
    configuration.setConfigurationUrl(file.toUri().toURL());
    if (meters != null) {
      configuration.setMetricsConfiguration(BrokerMeters.into(meters, config.namespace()));
    }
    ActiveMQServer server =
        new ActiveMQServerImpl(configuration, new ActiveMQJAASSecurityManager(users.realm()));
    server.registerActivateCallback(parts);
    return server;
  }

  private static int portOf(ActiveMQServer server) {
    return ((NettyAcceptor) server.getRemotingService().getAcceptor("quiver")).getActualPort();
  }

  private static void giveUp(
      @Nullable ActiveMQServer server,
      @Nullable Startup startup,
      @Nullable AccountsCopy accounts,
      UserFiles users,
      FolderLocks locks) {
    if (accounts != null) {
      accounts.close();
    }
    if (startup != null) {
      startup.close();
    }
    stopQuietly(server);
    users.close();
    locks.close();
  }

  private static void stopQuietly(@Nullable ActiveMQServer server) {
    if (server != null) {
      try {
        server.stop();
      } catch (Exception ignored) {
        LOG.debug("a broker that had not started did not stop cleanly", ignored);
      }
    }
  }
}
