package dev.quiver.bench;

import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.client.Destination;
import dev.quiver.tasks.client.TaskClient;
import dev.quiver.tasks.client.TaskListener;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Submits tasks that do nothing at a steady rate, and knows which ended that began after a moment.
 */
final class SteadyLoad implements AutoCloseable {

  private static final long GIVE_UP_NANOS = TimeUnit.MINUTES.toNanos(2);
  private static final Payload PAYLOAD = Payload.of("goes on");

  private final TaskClient client;
  private final long pauseNanos;
  private final Map<TaskId, Long> begun = new ConcurrentHashMap<>();
  private final AtomicLong ended = new AtomicLong();
  private final Thread thread = new Thread(this::submitAll, "steady-load");
  private volatile boolean ending;
  private volatile String refusal = "";

  /**
   * The moment after which the first end of a task begun later is sought; that end, 0 for none yet.
   */
  private volatile long mark = System.nanoTime();

  private final AtomicLong firstEnd = new AtomicLong();
  private volatile long lastEnd;
  private volatile long longestPause;

  /** Begins. */
  SteadyLoad(TaskClient client, int tasksPerSecond) {
    this.client = client;
    this.pauseNanos = TimeUnit.SECONDS.toNanos(1) / tasksPerSecond;
    thread.start();
  }

  private void submitAll() {
    Listener listener = new Listener();
    long next = System.nanoTime();
    try {
      for (int i = 0; !ending; i++) {
        Task task = Task.of(new TaskId("steady-" + i), NoopHandler.TYPE, PAYLOAD, Instant.now());
        begun.put(task.id(), System.nanoTime());
        client.submit(task, Destination.pool(), listener);
        next = Math.max(next + pauseNanos, System.nanoTime());
        LockSupport.parkNanos(next - System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (QuiverMessagingException e) {
      refusal = String.valueOf(e.getMessage());
    }
  }

  private final class Listener implements TaskListener {
    @Override
    public synchronized void ended(Outcome outcome) {
      Long from = begun.remove(outcome.facts().taskId());
      if (!(outcome instanceof Outcome.Succeeded)) {
        refusal = "a task of the benchmark ended as " + outcome;
      }
      long now = System.nanoTime();
      if (from != null && from > mark) {
        boolean unused = firstEnd.compareAndSet(0, now);
      }
      longestPause = Math.max(longestPause, now - Math.max(lastEnd, mark));
      lastEnd = now;
      ended.incrementAndGet();
    }

    @Override
    public void refused(Task task, QuiverMessagingException why) {
      refusal = task.id() + ": " + why.getMessage();
    }
  }

  /** Waits until so many more have ended. */
  void awaitMore(int count) throws InterruptedException {
    long target = ended.get() + count;
    await(() -> ended.get() >= target);
  }

  /** Waits until all that were submitted have ended. */
  void drain() throws InterruptedException {
    ending = true;
    thread.join();
    await(begun::isEmpty);
  }

  /** From now on it looks for the first task that is begun and ended, and for the longest pause. */
  void mark() {
    mark = System.nanoTime();
    firstEnd.set(0);
    longestPause = 0;
  }

  /** The longest time since the mark in which no task ended, in milliseconds. */
  double longestPauseMs() {
    return longestPause / 1e6;
  }

  /** From the mark to the first end of a task that was begun after it, in milliseconds. */
  double awaitFirstMs() throws InterruptedException {
    await(() -> firstEnd.get() != 0);
    return (firstEnd.get() - mark) / 1e6;
  }

  private interface Condition {
    boolean holds();
  }

  private void await(Condition condition) throws InterruptedException {
    long giveUp = System.nanoTime() + GIVE_UP_NANOS;
    while (!condition.holds()) {
      if (!refusal.isEmpty()) {
        throw new IllegalStateException("the measurement is void: " + refusal);
      }
      if (System.nanoTime() > giveUp) {
        throw new IllegalStateException(
            "no task went on for 2 minutes; " + begun.size() + " have not ended");
      }
      Thread.sleep(1);
    }
  }

  @Override
  public void close() {
    ending = true;
    thread.interrupt();
  }
}
