package dev.quiver.tasks.worker;

import dev.quiver.messaging.Addresses;
import dev.quiver.messaging.batch.DeliveryWatchdog;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.ConnectionLostException;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.Router;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.connection.UserStamps;
import dev.quiver.messaging.connection.UsersNotStampedException;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.tasks.TaskClass;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import dev.quiver.tasks.handler.HandlerRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes tasks: those of its own queue, and those of the pools of its types. Each one is
 * acknowledged in the transaction that sends its outcome, so that a worker may be killed at any
 * instant and every task still ends once.
 */
public final class Worker implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  private static final Duration NAME_PATIENCE = Duration.ofSeconds(12);

  /**
   * What a frozen worker had been given goes back to the broker after this; an orchestrator
   * considers it failed after the same time.
   */
  private static final Duration TIME_TO_LIVE = Duration.ofSeconds(3);

  private static final Duration LOGIN_PAUSE = Duration.ofSeconds(5);
  private static final Duration CANCEL_MEMORY = Duration.ofDays(7);
  private static final int CANCELS = 100_000;

  private final Connections connections;
  private final List<Connections> cluster = new ArrayList<>();
  private final HandlerRegistry handlers;
  private final WorkerCounters counters = new WorkerCounters();
  private final Salvage salvage = new Salvage(Salvage.MOST_BYTES);
  private final RetryRoom retryRoom;
  private final Refusals refusals = new Refusals();
  private final DeliveryWatchdog watchdog;
  private final InstantSource clock = Clock.systemUTC();
  private final RandomGenerator.SplittableGenerator random = new SplittableRandom();
  private final Outage outage;
  private final Thread keeper;
  private final Object lock = new Object();
  private WorkerConfig config;
  private @Nullable Link link;
  private boolean ending;
  private final AtomicBoolean drained = new AtomicBoolean();

  private Worker(
      WorkerConfig config, Router router, HandlerRegistry handlers, WaitListener listener) {
    this.config = config;
    this.outage = new Outage(this::id, listener);
    this.connections = connections(router.designated());
    router.preferred(config.id().value()).forEach(each -> cluster.add(connections(each)));
    this.handlers = handlers;
    this.retryRoom = new RetryRoom(config.mostDelayed(), RetryRoom.MOST_BYTES);
    this.watchdog = new DeliveryWatchdog(config.deafAfter(), clock.instant());
    this.keeper = new Thread(this::keepConnected, config.id() + "-keeper");
  }

  /**
   * Waits for the broker and begins to work.
   *
   * @param settings the broker, or pair, for everything
   * @param handlers what it serves; closed by the caller after the worker
   * @param listener hears that it waits for the broker, now and later, and when it works again
   * @throws WorkerIdInUseException if another worker of that name is connected
   * @throws QuiverMessagingException if waiting would not help, as when the login is refused
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public static Worker start(
      WorkerConfig config,
      ConnectionSettings settings,
      HandlerRegistry handlers,
      WaitListener listener)
      throws InterruptedException {
    return start(config, Router.to(settings), handlers, listener);
  }

  /**
   * The same with a cluster beside the designated broker, if the router knows one: from its pools
   * it takes too, whenever one of its brokers can be reached. Of either it executes as many tasks
   * at a time as it is configured for.
   *
   * @throws WorkerIdInUseException if another worker of that name is connected
   * @throws QuiverMessagingException if waiting would not help, as when the login is refused
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public static Worker start(
      WorkerConfig config, Router router, HandlerRegistry handlers, WaitListener listener)
      throws InterruptedException {
    Worker worker = new Worker(config, router, handlers, listener);
    try {
      worker.link = worker.connect();
    } catch (RuntimeException | InterruptedException e) {
      worker.closeConnections();
      throw e;
    }
    worker.keeper.start();
    return worker;
  }

  private static Connections connections(ConnectionSettings settings) {
    return Connections.to(settings.withTimings(settings.timings().withTimeToLive(TIME_TO_LIVE)));
  }

  private void closeConnections() {
    connections.close();
    cluster.forEach(Connections::close);
  }

  private Link connect() throws InterruptedException {
    long giveUp = System.nanoTime() + NAME_PATIENCE.toNanos();
    while (true) {
      BrokerConnection connection = connections.await(Use.FENCED, outage);
      try {
        UserStamps.require(connection);
        Link made = Link.open(this, connection);
        counters.connections.increment();
        outage.over();
        return made;
      } catch (WorkerIdInUseException e) {
        if (config.generated() && counters.connections.sum() == 0) {
          config = config.withId(WorkerConfig.generateId(random));
        } else if (System.nanoTime() > giveUp) {
          throw e;
        }
        // The broker may not have noticed yet that the connection of a predecessor is gone.
        outage.waiting(e, 1, Duration.ofMillis(500));
        TimeUnit.MILLISECONDS.sleep(500);
      } catch (ConnectionLostException e) {
        outage.waiting(e, 1, Duration.ofMillis(100));
        TimeUnit.MILLISECONDS.sleep(100);
      } catch (UsersNotStampedException e) {
        connection.close();
        throw e;
      }
    }
  }

  private void keepConnected() {
    try {
      while (true) {
        Link current = current();
        if (current == null) {
          return;
        }
        QuiverMessagingException why = current.failure().join();
        if (isEnding()) {
          return;
        }
        outage.waiting(why, 1, Duration.ZERO);
        current.close();
        current.stopNow(config.interruptGrace().toMillis());
        Link next = reconnect();
        synchronized (lock) {
          link = next;
          if (ending) {
            next.fail(ConnectionLostException.closedHere());
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ConnectionLostException e) {
      LOG.debug("{}: closed while it connected", config.id());
    }
  }

  /** Never gives up: a password may be set right, a name become free. */
  private Link reconnect() throws InterruptedException {
    while (true) {
      try {
        return connect();
      } catch (ConnectionLostException e) {
        if (isEnding()) {
          throw e;
        }
        outage.waiting(e, 1, LOGIN_PAUSE);
      } catch (QuiverMessagingException e) {
        outage.waiting(e, 1, LOGIN_PAUSE);
      }
      TimeUnit.MILLISECONDS.sleep(LOGIN_PAUSE.toMillis());
    }
  }

  private @Nullable Link current() {
    synchronized (lock) {
      return link;
    }
  }

  private boolean isEnding() {
    synchronized (lock) {
      return ending;
    }
  }

  /** Its name; a generated one may differ from the one it was configured with. */
  public WorkerId id() {
    return config.id();
  }

  /** What it has done. */
  public WorkerStatus status() {
    return counters.status();
  }

  /**
   * Takes nothing new, finishes what runs, and gives back what waits. What still runs after that
   * time is interrupted and given back too. Nothing is lost. Closes the worker.
   *
   * @param patience how long to wait for what runs; zero to interrupt at once
   * @return how many tasks were finished meanwhile, and given back
   */
  public DrainReport drain(Duration patience) {
    Link current;
    synchronized (lock) {
      ending = true;
      current = link;
    }
    long doneBefore = counters.done.sum() + counters.failed.sum();
    long backBefore = counters.givenBack.sum();
    boolean clean = true;
    if (current != null) {
      try {
        clean =
            current.drain(patience.toMillis())
                || current.stopNow(config.interruptGrace().toMillis() + 1_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        clean = false;
      }
      current.close();
      current.fail(ConnectionLostException.closedHere());
    }
    closeConnections();
    keeper.interrupt();
    DrainReport report =
        new DrainReport(
            counters.done.sum() + counters.failed.sum() - doneBefore,
            counters.givenBack.sum() - backBefore,
            clean);
    if (!drained.getAndSet(true)) {
      LOG.info(
          "{}: stopped; finished {} tasks meanwhile and gave back {}{}",
          config.id(),
          report.finished(),
          report.givenBack(),
          clean ? "" : "; some threads did not end, the broker gives back what they had");
    }
    return report;
  }

  /** Interrupts what runs and gives it back. */
  @Override
  public void close() {
    drain(Duration.ZERO);
  }

  List<String> queues() {
    List<String> queues = new ArrayList<>();
    queues.add(addresses().taskWorker(config.id().value()));
    queues.add(addresses().taskAssigned(config.id().value()));
    queues.addAll(pools());
    return queues;
  }

  /** The pools of its types. */
  List<String> pools() {
    return handlers.types().stream().map(type -> addresses().taskPool(type.name())).toList();
  }

  /** The brokers of a cluster, the first to try first; empty for none. */
  List<Connections> cluster() {
    return cluster;
  }

  /**
   * Where tasks of its types wait for an orchestrator: they exist once somebody serves the type.
   */
  List<String> submitQueues() {
    List<String> queues = new ArrayList<>();
    for (TaskType type : handlers.types()) {
      for (TaskClass each : TaskClass.values()) {
        queues.add(addresses().taskSubmit(type.name(), each.label()));
      }
    }
    return queues;
  }

  WorkerConfig config() {
    return config;
  }

  HandlerRegistry handlers() {
    return handlers;
  }

  WorkerCounters counters() {
    return counters;
  }

  /** One for all connections: the more often a new one did not help, the more patient it is. */
  DeliveryWatchdog watchdog() {
    return watchdog;
  }

  Refusals refusals() {
    return refusals;
  }

  Salvage salvage() {
    return salvage;
  }

  RetryRoom retryRoom() {
    return retryRoom;
  }

  InstantSource clock() {
    return clock;
  }

  Addresses addresses() {
    return connections.settings().addresses();
  }

  synchronized RandomGenerator newRandom() {
    return random.split();
  }

  CancelBook newCancelBook() {
    return new CancelBook(clock, CANCEL_MEMORY, CANCELS);
  }
}
