package dev.quiver.cli.platform;

import dev.quiver.broker.BrokerConfig;
import dev.quiver.broker.QuiverBroker;
import dev.quiver.broker.Role;
import dev.quiver.messaging.connection.ConnectionSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
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
  private final List<ChildProcess> workers = new ArrayList<>();
  private final Thread lastResort = new Thread(this::close, "quiver-platform-end");
  private final CompletableFuture<Void> firstReady = new CompletableFuture<>();
  private volatile Consumer<String> onBroken = why -> {};
  private volatile Consumer<Long> onReplaced = pid -> {};
  private int started;
  private int deaths;
  private boolean closed;

  private EmbeddedPlatform(TemporaryFolder folder, QuiverBroker broker, WorkerPlan plan) {
    this.folder = folder;
    this.broker = broker;
    this.plan = plan;
  }

  /**
   * What the workers are like.
   *
   * @param processes how many there are
   * @param slots how many tasks each executes at a time
   * @param heap the largest heap of each, as of {@code -Xmx}
   * @param arguments more arguments of {@code quiver worker}
   */
  public record WorkerPlan(int processes, int slots, String heap, List<String> arguments) {
    public WorkerPlan {
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * Starts broker and workers; returns when the broker is ready, the workers follow.
   *
   * @throws dev.quiver.broker.BrokerStartException if the broker cannot be started
   * @throws IOException if there is no room for its data, or a process cannot be started
   */
  public static EmbeddedPlatform start(Map<String, String> environment, WorkerPlan plan)
      throws IOException {
    TemporaryFolder folder = TemporaryFolder.make(environment);
    EmbeddedPlatform platform;
    try {
      Path data = folder.path().resolve("broker");
      QuiverBroker broker = QuiverBroker.start(BrokerConfig.in(data).withPort(0));
      platform = new EmbeddedPlatform(folder, broker, plan);
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
    Runtime.getRuntime().addShutdownHook(platform.lastResort);
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
    return workers.stream().map(ChildProcess::pid).toList();
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

  /** Whom to tell that a worker died and has been replaced by the one of that process id. */
  public void onReplaced(Consumer<Long> listener) {
    onReplaced = listener;
  }

  /** Something got done: the workers are not all doomed. */
  public synchronized void progressed() {
    deaths = 0;
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
    for (int i = 0; i < plan.processes(); i++) {
      startWorker();
    }
  }

  private ChildProcess startWorker() throws IOException {
    started++;
    List<String> arguments = new ArrayList<>(List.of("worker", "--url", broker.url()));
    arguments.addAll(List.of("--user", Role.WORKER.label()));
    arguments.addAll(
        List.of("--password-file", folder.path().resolve("worker.password").toString()));
    arguments.addAll(List.of("--id", "Map-" + ProcessHandle.current().pid() + "-" + started));
    arguments.addAll(List.of("--concurrency", Integer.toString(plan.slots())));
    arguments.addAll(plan.arguments());
    ChildProcess worker =
        ChildProcess.of(arguments)
            .heap(plan.heap())
            .small()
            .withoutConnection()
            // It says that it works once its queues are there.
            .output(line -> firstReady.complete(null))
            .errorsTo(folder.path().resolve("workers.log"))
            .start();
    workers.add(worker);
    var unusedEnd = worker.ended().thenRunAsync(() -> onEnded(worker), keeper);
    return worker;
  }

  private void onEnded(ChildProcess worker) {
    ChildProcess next;
    synchronized (this) {
      if (closed || !workers.remove(worker)) {
        return;
      }
      deaths++;
      next = deaths > DEATHS_IN_A_ROW ? null : tryStart();
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

  private @Nullable ChildProcess tryStart() {
    try {
      return startWorker();
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

  @Override
  public void close() {
    List<ChildProcess> last;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      last = List.copyOf(workers);
    }
    // All at once, since each takes its time.
    last.parallelStream().forEach(ChildProcess::close);
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
