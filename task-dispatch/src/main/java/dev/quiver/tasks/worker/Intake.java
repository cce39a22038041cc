package dev.quiver.tasks.worker;

import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskReasons;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import dev.quiver.tasks.wire.TaskEnvelope;
import dev.quiver.tasks.wire.TaskMessage;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what is done with a task that was received. Pure but for what it is told of cancels.
 *
 * <p>The broker counts deliveries, and the death of a worker raises the count of everything it had
 * been given, though it executed but one of them. So a count above one only makes a task
 * suspicious: it is moved with the mark {@code alone} (which starts its count anew), and from then
 * on only run with nothing beside it, so that whatever deaths are counted then are its own. A
 * member of a group cannot be moved without breaking its order; it stays where it is, is run alone
 * all the same, and the first death counted is forgiven.
 */
final class Intake {

  private final WorkerId worker;
  private final Set<TaskType> types;
  private final CancelBook cancels;

  Intake(WorkerId worker, Set<TaskType> types, CancelBook cancels) {
    this.worker = worker;
    this.types = Set.copyOf(types);
    this.cancels = cancels;
  }

  /**
   * Decides on one task.
   *
   * @param deliveries how often the broker delivered the message, this time included
   * @param isAlone whether nothing else is with this worker now
   */
  Verdict decide(TaskMessage message, int deliveries, boolean isAlone, Instant now) {
    Task task = message.task();
    TaskEnvelope envelope = message.envelope();
    Optional<String> cancelled = cancelledBecause(message);
    if (cancelled.isPresent()) {
      return new Verdict.Cancel(cancelled.get());
    }
    Instant deadline = task.deadline();
    if (deadline != null && !now.isBefore(deadline)) {
      return new Verdict.Expire(TaskReasons.say("deadline.before", deadline));
    }
    if (!types.contains(task.type())) {
      if (envelope.epoch() != null) {
        // It was meant for an earlier process of this name, which had that handler.
        return new Verdict.Return();
      }
      return new Verdict.Fail(TaskReasons.say("type.notServed", worker, task.type()));
    }
    int deaths = deaths(task, envelope, deliveries);
    int attempt = envelope.attempt() + deaths;
    if (deaths > 0 && attempt > task.maxAttempts()) {
      return new Verdict.Bury(
          attempt - 1,
          deaths == 1
              ? TaskReasons.say("worker.diedOnce")
              : TaskReasons.say("worker.died", deaths));
    }
    boolean suspicious = envelope.alone() || deliveries > 1;
    if (!suspicious || isAlone) {
      return new Verdict.Run(attempt);
    }
    return envelope.alone() || task.group() != null ? new Verdict.Alone() : new Verdict.Isolate();
  }

  /** Why that task does not run, or no longer, if it was cancelled. */
  Optional<String> cancelledBecause(TaskMessage message) {
    return cancels.reason(
        message.task().id(), message.task().batch(), message.envelope().submitter());
  }

  private static int deaths(Task task, TaskEnvelope envelope, int deliveries) {
    if (envelope.alone()) {
      return Math.max(0, deliveries - 1);
    }
    return task.group() == null ? 0 : Math.max(0, deliveries - 2);
  }
}
