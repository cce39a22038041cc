package dev.quiver.orchestrator.shell;

import dev.quiver.messaging.codec.Rejections;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.ConnectionLostException;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.connection.UserStamps;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.orchestrator.Notice;
import dev.quiver.orchestrator.core.Orchestrator;
import dev.quiver.orchestrator.ledger.Ledger;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An orchestrator that runs: stands by or leads until it is closed, whatever becomes of the broker.
 *
 * <p>Closing it ends the connection first, so that another one leads at once, then the ledger.
 */
public final class OrchestratorRole implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OrchestratorRole.class);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration LONG_PAUSE = Duration.ofSeconds(2);
  private static final long JOIN_MS = 10_000;

  private final RoleConfig config;
  private final Connections connections;
  private final Ledger ledger;
  private final Consumer<Notice> tell;
  private final WaitListener waits;
  private final Orchestrator core;
  private final Rejections rejections;
  private final Clock clock = Clock.systemUTC();
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile @Nullable Candidacy current;

  private OrchestratorRole(
      RoleConfig config,
      ConnectionSettings settings,
      Ledger ledger,
      Consumer<Notice> tell,
      WaitListener waits) {
    this.config = config;
    this.connections =
        Connections.to(
            settings
                .withClientName("orchestrator " + config.id())
                .withTimings(settings.timings().withTimeToLive(config.timeToLive())));
    this.ledger = ledger;
    this.tell = tell;
    this.waits = waits;
    this.core = new Orchestrator(config.core());
    this.rejections = new Rejections("orchestrator " + config.id(), LOG, clock);
    this.thread = new Thread(this::keep, "orchestrator-" + config.id());
  }

  /**
   * Begins.
   *
   * @param ledger open; closed with this
   * @param tell hears what people are told, on threads of this object; must not block for long
   * @param waits hears that it waits for the broker
   */
  public static OrchestratorRole start(
      RoleConfig config,
      ConnectionSettings settings,
      Ledger ledger,
      Consumer<Notice> tell,
      WaitListener waits) {
    OrchestratorRole role = new OrchestratorRole(config, settings, ledger, tell, waits);
    role.thread.start();
    return role;
  }

  /** Whether it has not been closed. */
  public boolean isRunning() {
    return thread.isAlive();
  }

  /** Whether it is connected, and leads or stands by. */
  public boolean isServing() {
    return current != null;
  }

  /** What came from others and was not acceptable. */
  public Rejections rejections() {
    return rejections;
  }

  private void keep() {
    try {
      while (!isClosing()) {
        Duration pause = PAUSE;
        try {
          serve();
        } catch (QuiverMessagingException e) {
          pause = e instanceof ConnectionLostException ? PAUSE : LONG_PAUSE;
          if (!isClosing()) {
            tell.accept(new Notice.Disconnected(String.valueOf(e.getMessage())));
          }
        } catch (RuntimeException e) {
          // A reign that met what it did not expect is over; the next one begins with what is
          // on the broker.
          LOG.error("orchestrator {}: the reign ends", config.id(), e);
          pause = LONG_PAUSE;
        }
        if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve() throws InterruptedException {
    BrokerConnection connection = connections.await(Use.FENCED, waits);
    UserStamps.require(connection);
    try (Candidacy candidacy =
        new Candidacy(connections, connection, config, core, ledger, tell, rejections, clock)) {
      current = candidacy;
      if (!isClosing()) {
        candidacy.run();
      }
    } finally {
      current = null;
    }
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  @Override
  public void close() {
    closing.countDown();
    Candidacy running = current;
    if (running != null) {
      running.stop();
    }
    try {
      thread.join(JOIN_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    connections.close();
    thread.interrupt();
    ledger.close();
  }
}
