package dev.quiver.orchestrator.shell;

import dev.quiver.messaging.codec.Rejections;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.ConnectionLostException;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.LoginRefusedException;
import dev.quiver.messaging.connection.NotAuthorisedException;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.connection.UserStamps;
import dev.quiver.messaging.connection.UsersNotStampedException;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.orchestrator.Notice;
import dev.quiver.orchestrator.core.Orchestrator;
import dev.quiver.orchestrator.ledger.Ledger;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An orchestrator that runs: stands by or leads until it is closed, whatever becomes of the broker.
 * It gives up only at its start, if the broker will never let it: then {@link #failure} says why.
 *
 * <p>Closing it ends the connection first, so that another one leads at once, then the ledger.
 */
public final class OrchestratorRole implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OrchestratorRole.class);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration LONG_PAUSE = Duration.ofSeconds(2);
  private static final long JOIN_MS = 10_000;

  /** The broker may not have noticed yet that the connection of a predecessor is gone. */
  private static final Duration ID_PATIENCE = Duration.ofSeconds(12);

  private static final Duration ID_PAUSE = Duration.ofMillis(500);

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
  private volatile @Nullable QuiverMessagingException failure;
  private boolean hasServed;

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

  /** Whether it has neither been closed nor given up. */
  public boolean isRunning() {
    return thread.isAlive();
  }

  /**
   * Why it gave up: it may not be an orchestrator there, the broker does not stamp users, or its id
   * stayed in use.
   */
  public Optional<QuiverMessagingException> failure() {
    return Optional.ofNullable(failure);
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
    long giveUp = System.nanoTime() + ID_PATIENCE.toNanos();
    try {
      while (!isClosing()) {
        Duration pause = PAUSE;
        try {
          serve();
        } catch (QuiverMessagingException e) {
          boolean taken = e instanceof OrchestratorIdInUseException;
          if (!hasServed && (taken ? System.nanoTime() > giveUp : isForGood(e))) {
            failure = e;
            return;
          }
          pause = taken ? ID_PAUSE : e instanceof ConnectionLostException ? PAUSE : LONG_PAUSE;
          if (!isClosing()) {
            say(e, pause);
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

  /** What no waiting mends. Once it has served it goes on: somebody may set it right. */
  private static boolean isForGood(QuiverMessagingException e) {
    return e instanceof NotAuthorisedException
        || e instanceof LoginRefusedException
        || e instanceof UsersNotStampedException;
  }

  private void say(QuiverMessagingException why, Duration pause) {
    if (why instanceof OrchestratorIdInUseException) {
      waits.waiting(why, 1, pause);
    } else {
      tell.accept(new Notice.Disconnected(String.valueOf(why.getMessage())));
    }
  }

  private void serve() throws InterruptedException {
    try (BrokerConnection connection = connections.await(Use.FENCED, waits)) {
      UserStamps.require(connection);
      try (Candidacy candidacy =
          new Candidacy(connections, connection, config, core, ledger, tell, rejections, clock)) {
        current = candidacy;
        if (!isClosing()) {
          candidacy.run();
        }
      } finally {
        Candidacy ended = current;
        hasServed |= ended != null && ended.isOpened();
        current = null;
      }
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
