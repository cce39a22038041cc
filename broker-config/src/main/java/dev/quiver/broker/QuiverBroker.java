package dev.quiver.broker;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
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

  private final Running running;
  private final BrokerConfig config;
  private final ActiveMQServer server;
  private final Parts parts;
  private final @Nullable Replica replica;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final AtomicReference<@Nullable String> failure = new AtomicReference<>();
  private volatile @Nullable Ended ended;

  private QuiverBroker(Running running) {
    this.running = running;
    this.config = running.config();
    this.server = running.server();
    this.parts = running.parts();
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
    Running running = Running.start(config, given, listener, meters, BEGIN);
    try {
      QuiverBroker broker = new QuiverBroker(running);
      broker.begin();
      return broker;
    } catch (BrokerStartException known) {
      running.giveUp();
      throw known;
    } catch (Exception cause) {
      running.giveUp();
      throw Obstacles.unexplained(running.folder(), cause);
    }
  }

  /** From now on it is known where it is, and what becomes of it. */
  private void begin() throws Exception {
    Startup startup = running.startup();
    server.registerIOCriticalErrorListener((cause, what, file) -> failed(what, cause));
    server.registerActivationFailureListener(this::didNotBegin);
    parts.onShutdown(this::lostItsPair);
    writeTls(config.tls(), running.common());
    DataFolder.writePrivately(running.common().urlFile(), url() + "\n");
    LOG.info(
        "broker {}: {}, listens on {}, data in {}",
        config.namespace(),
        config.profile().label(),
        url(),
        running.folder().root());
    boolean alone =
        config.profile() == Profile.PRIMARY && !config.replicates() && running.locks().isLast();
    if (startup != null) {
      startup.onFailure(this::didNotBegin);
    }
    if (!server.isActive() && !(alone && parts.servesWithin(BEGIN))) {
      parts.waits();
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
    return "tcp://" + HostPort.inUrl(host) + ":" + running.port();
  }

  /** The port it listens on. */
  public int port() {
    return running.port();
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
    return running.credentials();
  }

  /** The JAAS realm of its users, known to this process while it runs. */
  public String realm() {
    return running.users().realm();
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
      if (running.locks().isLast()) {
        Files.deleteIfExists(running.common().urlFile());
      }
    } catch (IOException left) {
      LOG.warn(
          "broker {}: {} could not be removed: {}",
          config.namespace(),
          running.common().urlFile(),
          left.toString());
    }
    if (replica != null) {
      replica.close();
    }
    try {
      running.stop();
    } catch (Exception cause) {
      throw new IllegalStateException(
          "the broker did not stop cleanly: " + cause.getMessage(), cause);
    } finally {
      stopped.countDown();
    }
  }

  /** Artemis stops its server after such an error; the data on disk is as it was acknowledged. */
  private void failed(@Nullable String what, @Nullable Throwable cause) {
    ended(
        Ended.DISK,
        "the broker stopped because it could not write to its data folder "
            + running.folder().root()
            + (cause == null ? "" : " (" + cause.getMessage() + ")")
            + ": make room on that disk or have it mended, then start the broker again",
        what);
  }

  private void didNotBegin(Throwable cause) {
    ended(
        Ended.NOT_BEGUN,
        "the broker on the data folder "
            + running.folder().root()
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
}
