package dev.quiver.cli.platform;

import dev.quiver.broker.BrokerConfig;
import dev.quiver.broker.BrokerLimits;
import dev.quiver.broker.QuiverBroker;
import dev.quiver.broker.Role;
import dev.quiver.messaging.connection.ConnectionSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker in this process and workers in processes of their own, for the time of one run. A worker
 * that dies is replaced, unless they die one after the other while nothing gets done.
 *
 * <p>Closing it ends the workers, then the broker, then removes its data.
 */
public final class EmbeddedPlatform implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPlatform.class);

  /** A task that kills its worker does so as often as it may be tried; this is well beyond. */
  private static final int DEATHS_IN_A_ROW = 12;

  private final TemporaryFolder folder;
  private final QuiverBroker broker;
  private final WorkerPlan plan;
  private final ExecutorService keeper =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "quiver-workers");
            thread.setDaemon(true);
            return thread;
          });

  /** Each with its number of slots, which its successor gets if it dies. */
  private final Map<ChildProcess, Integer> workers = new LinkedHashMap<>();

  private final Thread lastResort = new Thread(this::close, "quiver-platform-end");
  private final CompletableFuture<Void> firstReady = new CompletableFuture<>();
  private volatile Consumer<String> onBroken = why -> {};
  private volatile Consumer<Long> onReplaced = pid -> {};
  private volatile Consumer<BrokerStoppedException> onBrokerStopped = why -> {};
  private int started;
  private int deaths;
  private boolean ending;
  private boolean closed;

  private EmbeddedPlatform(TemporaryFolder folder, QuiverBroker broker, WorkerPlan plan) {
    this.folder = folder;
    this.broker = broker;
    this.plan = plan;
  }

  /**
   * Starts broker and workers; returns when the broker is ready, the workers follow.
   *
   * <p>The thread must not be interrupted meanwhile: the broker would take that for a disk that
   * failed.
   *
   * @param limits what the broker refuses
   * @throws dev.quiver.broker.BrokerStartException if the broker cannot be started
   * @throws TemporaryFolderException if there is no room for its data
   * @throws IOException if a process cannot be started
   */
  public static EmbeddedPlatform start(
      Map<String, String> environment, BrokerLimits limits, WorkerPlan plan) throws IOException {
    TemporaryFolder folder = TemporaryFolder.make(environment);
    EmbeddedPlatform platform;
    try {
      DiskRoom room = DiskRoom.forBroker(folder.path(), limits);
      if (room.isTooLittle()) {
        throw new TemporaryFolderException.Full(TemporaryFolder.base(environment), room);
      }
      Path data = folder.path().resolve("broker");
      QuiverBroker broker =
          QuiverBroker.start(BrokerConfig.in(data).withPort(0).withLimits(limits));
      platform = new EmbeddedPlatform(folder, broker, plan);
    } catch (RuntimeException | IOException e) {
      folder.close();
      throw e;
    }
    Runtime.getRuntime().addShutdownHook(platform.lastResort);
    platform.watchBroker();
    try {
      platform.startWorkers();
    } catch (IOException e) {
      platform.close();
      throw e;
    }
    return platform;
  }

  /** How to reach it as a submitter of tasks. */
  public ConnectionSettings settings() {
    String user = Role.CLIENT.label();
    return ConnectionSettings.of(broker.url(), user, passwordOf(user));
  }

  /** Where things may be put that go when it is closed. */
  public Path scratch() {
    return folder.path();
  }

  public String url() {
    return broker.url();
  }

  /** The process ids of the workers there are now. */
  public synchronized List<Long> workerPids() {
    return workers.keySet().stream().map(ChildProcess::pid).toList();
  }

  /**
   * Done when a worker is there, and with it the queues of its types; fails, with the end of what
   * they said, if none stays alive.
   */
  public CompletableFuture<Void> firstReady() {
    return firstReady;
  }

  /** Whom to tell that no worker stays alive, with the end of what they said. */
  public void onBroken(Consumer<String> listener) {
    onBroken = listener;
  }

  /** Whom to tell that the broker stopped by itself; at once if it has. */
  public void onBrokerStopped(Consumer<BrokerStoppedException> listener) {
    onBrokerStopped = listener;
    broker.failure().ifPresent(why -> listener.accept(stopped(why)));
  }

  /** Whom to tell that a worker died and has been replaced by the one of that process id. */
  public void onReplaced(Consumer<Long> listener) {
    onReplaced = listener;
  }

  /** Something got done: the workers are not all doomed. */
  public synchronized void progressed() {
    deaths = 0;
  }

  /** A broker that stopped by itself, such as for a disk without room, does not come back. */
  private void watchBroker() {
    Thread watch =
        new Thread(
            () -> {
              try {
                broker.awaitStopped();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              broker
                  .failure()
                  .ifPresent(
                      why -> {
                        firstReady.completeExceptionally(stopped(why));
                        onBrokerStopped.accept(stopped(why));
                      });
            },
            "quiver-broker-watch");
    watch.setDaemon(true);
    watch.start();
  }

  private BrokerStoppedException stopped(String why) {
    return new BrokerStoppedException(broker.config().dataFolder(), why);
  }

  private String passwordOf(String user) {
    return broker
        .credentials()
        .passwordOf(user)
        .orElseThrow(() -> new IllegalStateException("the broker has no account " + user));
  }

  private synchronized void startWorkers() throws IOException {
    Path secret = folder.path().resolve("worker.password");
    Files.createFile(
        secret, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(secret, passwordOf(Role.WORKER.label()) + "\n");
    for (int slots : plan.shares()) {
      startWorker(slots);
    }
  }

  private ChildProcess startWorker(int slots) throws IOException {
    started++;
    List<String> arguments = new ArrayList<>(List.of("worker", "--url", broker.url()));
    arguments.addAll(List.of("--user", Role.WORKER.label()));
    arguments.addAll(
        List.of("--password-file", folder.path().resolve("worker.password").toString()));
    arguments.addAll(List.of("--id", "Map-" + ProcessHandle.current().pid() + "-" + started));
    arguments.addAll(List.of("--concurrency", Integer.toString(slots)));
    arguments.addAll(plan.arguments());
    ChildProcess worker =
        ChildProcess.of(arguments)
            .small(plan.heap())
            .withoutConnection()
            // It says that it works once its queues are there.
            .output(line -> firstReady.complete(null))
            .errorsTo(folder.path().resolve("workers.log"))
            .start();
    workers.put(worker, slots);
    var unusedEnd = worker.ended().thenRunAsync(() -> onEnded(worker), keeper);
    return worker;
  }

  private void onEnded(ChildProcess worker) {
    ChildProcess next;
    synchronized (this) {
      Integer slots = workers.remove(worker);
      if (ending || slots == null) {
        return;
      }
      deaths++;
      next = deaths > DEATHS_IN_A_ROW ? null : tryStart(slots);
    }
    LOG.info("the worker of pid {} ended before its time", worker.pid());
    if (next == null) {
      String words = lastWords();
      firstReady.completeExceptionally(new IllegalStateException(words));
      onBroken.accept(words);
    } else {
      onReplaced.accept(next.pid());
    }
  }

  private @Nullable ChildProcess tryStart(int slots) {
    try {
      return startWorker(slots);
    } catch (IOException e) {
      LOG.warn("a worker cannot be started: {}", e.toString());
      return null;
    }
  }

  private String lastWords() {
    try {
      List<String> lines = Files.readAllLines(folder.path().resolve("workers.log"));
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    } catch (IOException e) {
      return "";
    }
  }

  /** Ends the workers, of which none is replaced any more, and returns when they have ended. */
  public void stopWorkers() {
    List<ChildProcess> last;
    synchronized (this) {
      ending = true;
      last = List.copyOf(workers.keySet());
    }
    // All at once, since each takes its time.
    last.parallelStream().forEach(ChildProcess::close);
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    stopWorkers();
    keeper.shutdown();
    try {
      broker.close();
    } finally {
      folder.close();
      try {
        Runtime.getRuntime().removeShutdownHook(lastResort);
      } catch (IllegalStateException endingAnyway) {
        LOG.debug("the process is ending");
      }
    }
  }
}
