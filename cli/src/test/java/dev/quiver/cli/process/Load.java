package dev.quiver.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.Router;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.client.ClientListener;
import dev.quiver.tasks.client.Destination;
import dev.quiver.tasks.client.SubmitUnknownException;
import dev.quiver.tasks.client.TaskClient;
import dev.quiver.tasks.client.TaskClientConfig;
import dev.quiver.tasks.client.TaskListener;
import dev.quiver.tasks.history.HistoryFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/** A client that submits very many short tasks and records what becomes of them. */
final class Load implements AutoCloseable, TaskListener {

  static final String TYPE = "demo.sleep";

  /** The client id. */
  static final String CLIENT = "load";

  /** How many milliseconds each takes, which is also what comes out of it. */
  static final String RESULT = "2";

  private static final String PREFIX = "load-";

  private static final Duration PATIENCE = Duration.ofMinutes(6);
  private static final int IN_FLIGHT = 4_000;

  /**
   * A killed broker takes long to come back on a busy machine; all ids of a load are fewer than the
   * broker remembers, so that sending again is safe as long as it lasts.
   */
  private static final Duration RETRIED = Duration.ofMinutes(4);

  private final int tasks;
  private final Path file;
  private final HistoryFile history;
  private final TaskClient client;
  private final Thread thread;
  private final AtomicInteger settled = new AtomicInteger();
  private final Set<String> unknown = ConcurrentHashMap.newKeySet();
  private final Set<String> notDone = ConcurrentHashMap.newKeySet();

  private final long pauseNanos;
  private volatile boolean enough;
  private volatile int begun;
  private final AtomicLongArray submitted;
  private final AtomicLongArray ended;

  /** Begins to submit as fast as it can. */
  Load(ConnectionSettings settings, Destination destination, int tasks, Path folder)
      throws IOException {
    this(settings, destination, tasks, folder, Duration.ZERO);
  }

  /** Begins to submit, with a pause before each. */
  Load(ConnectionSettings settings, Destination destination, int tasks, Path folder, Duration pause)
      throws IOException {
    this(Router.to(settings), destination, tasks, folder, pause);
  }

  /** Begins to submit, with a pause before each, where there may be a cluster. */
  Load(Router router, Destination destination, int tasks, Path folder, Duration pause)
      throws IOException {
    this.tasks = tasks;
    this.pauseNanos = pause.toNanos();
    this.submitted = new AtomicLongArray(tasks);
    this.ended = new AtomicLongArray(tasks);
    this.file = folder.resolve("history-load.jsonl");
    this.history = HistoryFile.open(file, "load", Clock.systemUTC());
    this.client =
        TaskClient.connect(
            router,
            TaskClientConfig.of(CLIENT)
                .withMaxInFlight(IN_FLIGHT)
                .withRetryWindow(RETRIED)
                .withHistory(history),
            ClientListener.NONE);
    this.thread = new Thread(() -> submitAll(destination), "load");
    thread.start();
  }

  private void submitAll(Destination destination) {
    try {
      for (int i = 0; i < tasks && !enough; i++) {
        LockSupport.parkNanos(pauseNanos);
        submitted.set(i, System.nanoTime());
        Task task =
            Task.of(new TaskId(taskId(i)), new TaskType(TYPE), Payload.of(RESULT), Instant.now());
        client.submit(task, destination, this);
        begun = i + 1;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Submits no more than it has by now. */
  void enough() throws InterruptedException {
    enough = true;
    thread.join();
  }

  Path history() {
    return file;
  }

  @Override
  public void ended(Outcome outcome) {
    if (!(outcome instanceof Outcome.Succeeded)) {
      notDone.add(outcome.toString());
    }
    ended.compareAndSet(index(outcome.facts().taskId().value()), 0, System.nanoTime());
    settled.incrementAndGet();
  }

  /** The id of its task of that number, from 0. */
  static String taskId(int number) {
    return PREFIX + number;
  }

  private static int index(String task) {
    return Integer.parseInt(task.substring(PREFIX.length()));
  }

  /** Whether the outcome of that task has come. */
  boolean hasEnded(String task) {
    return ended.get(index(task)) != 0;
  }

  @Override
  public void refused(Task task, QuiverMessagingException why) {
    if (why instanceof SubmitUnknownException) {
      unknown.add(task.id() + ": " + why + ", " + why.getCause());
    } else {
      notDone.add(task.id() + ": " + why);
    }
    settled.incrementAndGet();
  }

  /**
   * How long after that moment the first task ended that was submitted after it; waits for that.
   *
   * @param nanos as of {@link System#nanoTime()}
   */
  Duration firstAfter(long nanos) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> firstEndAfter(nanos) < Long.MAX_VALUE);
    return Duration.ofNanos(firstEndAfter(nanos) - nanos);
  }

  private long firstEndAfter(long nanos) {
    long first = Long.MAX_VALUE;
    for (int i = 0; i < tasks; i++) {
      if (submitted.get(i) > nanos && ended.get(i) != 0) {
        first = Math.min(first, ended.get(i));
      }
    }
    return first;
  }

  /** How many tasks have ended. */
  int settled() {
    return settled.get();
  }

  /** Waits until so many have ended, or all. */
  void awaitSettled(int count) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> settled.get() >= Math.min(count, tasks));
  }

  /** Waits until all have ended, each with its result. */
  void awaitAll() {
    awaitSettled(enough ? begun : tasks);
    assertThat(notDone).isEmpty();
    assertThat(unknown).as("submits of unknown fate").isEmpty();
  }

  @Override
  public void close() throws IOException {
    thread.interrupt();
    client.close();
    history.close();
  }
}
