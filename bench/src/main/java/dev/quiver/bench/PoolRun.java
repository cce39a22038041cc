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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Submits tasks that do nothing through one client and counts how they end. The client lets a new
 * task in whenever one has ended, so the number of waiting ones stays what the client allows.
 */
final class PoolRun {

  private static final long GIVE_UP_NANOS = TimeUnit.MINUTES.toNanos(10);

  /** So that a task is about 300 bytes on the wire, as the raw messages are. */
  private static final Payload PAYLOAD = Payload.of("measured from here to there and back");

  private final TaskClient client;
  private final String prefix;
  private final Destination destination;
  private final Counts counts = new Counts();
  private long submitted;
  private long nextId;

  /** Ids begin with the prefix, so that two runs on one broker do not share any. */
  PoolRun(TaskClient client, String prefix, Destination destination) {
    this.client = client;
    this.prefix = prefix;
    this.destination = destination;
  }

  /**
   * Submits so many tasks while {@code kept} others stay outstanding, or until all have ended if
   * {@code kept} is 0.
   *
   * @return ended tasks a second
   */
  double closedLoop(int tasks, int kept) throws InterruptedException {
    long endedBefore = counts.ended;
    long begun = System.nanoTime();
    for (int i = 0; i < tasks; i++) {
      submit();
    }
    awaitEnded(submitted - kept);
    double seconds = (System.nanoTime() - begun) / 1e9;
    return (counts.ended - endedBefore) / seconds;
  }

  /** Submits so many tasks; when it returns each is on disk. Returns tasks a second. */
  double submitOnly(int tasks) throws InterruptedException {
    long begun = System.nanoTime();
    for (int i = 0; i < tasks; i++) {
      submit();
    }
    await(() -> counts.accepted.get() >= submitted, "accepted");
    return tasks / ((System.nanoTime() - begun) / 1e9);
  }

  /** Waits until every task has ended, exactly once. */
  void drain() throws InterruptedException {
    awaitEnded(submitted);
  }

  /** One task after the other, each from its submit to its outcome, in milliseconds. */
  double[] loneTasksMs(int tasks) throws Exception {
    drain();
    double[] measured = new double[tasks];
    for (int i = 0; i < tasks; i++) {
      long begun = System.nanoTime();
      client.start(task(), destination).outcome().get(60, TimeUnit.SECONDS);
      measured[i] = (System.nanoTime() - begun) / 1e6;
    }
    return measured;
  }

  /** The id of a task that was submitted so many before the newest. */
  TaskId submitted(int before) {
    return new TaskId(prefix + "-" + (nextId - 1 - before));
  }

  private void submit() throws InterruptedException {
    client.submit(task(), destination, counts);
    submitted++;
  }

  private Task task() {
    return Task.of(new TaskId(prefix + "-" + nextId++), NoopHandler.TYPE, PAYLOAD, Instant.now());
  }

  private void awaitEnded(long target) throws InterruptedException {
    await(() -> counts.ended >= target, "ended");
  }

  private interface Condition {
    boolean holds();
  }

  private void await(Condition condition, String what) throws InterruptedException {
    long giveUp = System.nanoTime() + GIVE_UP_NANOS;
    while (!condition.holds()) {
      counts.failIfRefused();
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while tasks were waited for");
      }
      if (System.nanoTime() > giveUp) {
        throw new IllegalStateException(
            "of "
                + submitted
                + " tasks only "
                + counts.accepted.get()
                + " were accepted and "
                + counts.ended
                + " had "
                + what
                + " after 10 minutes");
      }
      LockSupport.parkNanos(100_000);
    }
    counts.failIfRefused();
  }

  /** Counts on the client's own threads: acceptances on either, ends on the reading one. */
  private static final class Counts implements TaskListener {

    private final AtomicLong accepted = new AtomicLong();
    private volatile long ended;
    private volatile String refusal = "";

    @Override
    public void accepted(Task task, boolean knownBefore) {
      accepted.incrementAndGet();
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // only the client's reading thread is here
    public void ended(Outcome outcome) {
      if (!(outcome instanceof Outcome.Succeeded)) {
        refusal = "a task of the benchmark ended as " + outcome;
      }
      ended++;
    }

    @Override
    public void refused(Task task, QuiverMessagingException why) {
      refusal = String.valueOf(why.getMessage());
    }

    void failIfRefused() {
      if (!refusal.isEmpty()) {
        throw new IllegalStateException("the measurement is void: " + refusal);
      }
    }
  }
}
