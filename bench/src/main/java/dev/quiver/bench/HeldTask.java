package dev.quiver.bench;

import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.Progress;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.client.Destination;
import dev.quiver.tasks.client.TaskClient;
import dev.quiver.tasks.client.TaskListener;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A task that runs for a while, and when and where it was seen to run. */
final class HeldTask implements TaskListener {

  private static final long GIVE_UP_SECONDS = 60;

  /**
   * It was seen to run.
   *
   * @param worker who said so
   * @param atNanos when this process heard it
   */
  record Seen(String worker, long atNanos) {}

  private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

  private HeldTask() {}

  /** Submits one to the orchestrator. */
  static HeldTask submit(TaskClient client, String id, Duration length)
      throws InterruptedException {
    HeldTask held = new HeldTask();
    Payload payload = Payload.of(Long.toString(length.toMillis()));
    client.submit(
        Task.of(new TaskId(id), HoldHandler.TYPE, payload, Instant.now()),
        Destination.orchestrator(),
        held);
    return held;
  }

  /** Waits until somebody other than that one runs it. */
  Seen awaitElsewhere(String than) throws InterruptedException {
    long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(GIVE_UP_SECONDS);
    while (true) {
      Seen next = seen.poll(giveUp - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        throw new IllegalStateException(
            "the task was not seen to run anywhere but on \"" + than + "\" within 60 s");
      }
      if (!next.worker().equals(than)) {
        return next;
      }
    }
  }

  /** Waits for its end; it must have succeeded. */
  void awaitDone() throws Exception {
    Outcome ended = outcome.get(GIVE_UP_SECONDS, TimeUnit.SECONDS);
    if (!(ended instanceof Outcome.Succeeded)) {
      throw new IllegalStateException("a task of the benchmark ended as " + ended);
    }
  }

  @Override
  public void progressed(Progress progress) {
    seen.add(new Seen(progress.worker().value(), System.nanoTime()));
  }

  @Override
  public void ended(Outcome ended) {
    outcome.complete(ended);
  }

  @Override
  public void refused(Task task, QuiverMessagingException why) {
    outcome.completeExceptionally(why);
  }
}
