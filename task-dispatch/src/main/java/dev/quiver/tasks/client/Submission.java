package dev.quiver.tasks.client;

import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskId;
import java.util.concurrent.CompletableFuture;

/**
 * A task on its way, as two futures. They are completed on the client's own threads: what depends
 * on them must not block (use the {@code ...Async} methods for what does).
 */
public final class Submission implements TaskListener {

  private final TaskId taskId;
  private final CompletableFuture<Boolean> accepted = new CompletableFuture<>();
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

  Submission(TaskId taskId) {
    this.taskId = taskId;
  }

  public TaskId taskId() {
    return taskId;
  }

  /**
   * Done when the task is on the broker's disk: true, or false if the broker had seen this task id
   * before. Fails with what refused it.
   */
  public CompletableFuture<Boolean> accepted() {
    return accepted;
  }

  /**
   * How the task ended. Fails if it was not accepted, and with {@link ClientClosedException} if the
   * client is closed before that.
   */
  public CompletableFuture<Outcome> outcome() {
    return outcome;
  }

  @Override
  public void accepted(Task task, boolean knownBefore) {
    accepted.complete(!knownBefore);
  }

  @Override
  public void refused(Task task, QuiverMessagingException why) {
    accepted.completeExceptionally(why);
    outcome.completeExceptionally(why);
  }

  @Override
  public void leftBehind(TaskId task, ClientClosedException why) {
    outcome.completeExceptionally(why);
  }

  @Override
  public void ended(Outcome ended) {
    outcome.complete(ended);
  }
}
