package dev.quiver.tasks.worker;

import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskReasons;
import dev.quiver.tasks.WorkerId;
import dev.quiver.tasks.wire.TaskEnvelope;
import dev.quiver.tasks.wire.TaskMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Decides what follows from how an attempt ended. Pure but for its random source. */
final class Settler {

  private final WorkerId worker;
  private final Backoff backoff;
  private final Duration groupHold;
  private final RandomGenerator random;

  /**
   * One for a slot.
   *
   * @param groupHold how long a member of a group is repeated in place before it is dead
   */
  Settler(WorkerId worker, Backoff backoff, Duration groupHold, RandomGenerator random) {
    this.worker = worker;
    this.backoff = backoff;
    this.groupHold = groupHold;
    this.random = random;
  }

  /**
   * Decides on an attempt.
   *
   * @param attempt which attempt it was, workers' deaths counted
   * @param firstStart when the task was first started here; differs from {@code start} only if it
   *     was held
   */
  Settlement settle(
      TaskMessage message,
      int attempt,
      AttemptResult result,
      Instant firstStart,
      Instant start,
      Instant end) {
    if (result instanceof AttemptResult.Stopped) {
      return new Settlement.GiveBack();
    }
    Outcome.Facts facts = facts(message, attempt, start, end);
    if (result instanceof AttemptResult.Finished done) {
      return new Settlement.End(new Outcome.Succeeded(facts, done.result()));
    }
    if (result instanceof AttemptResult.Invalid invalid) {
      return new Settlement.End(new Outcome.Failed(facts, invalid.reason()));
    }
    if (result instanceof AttemptResult.Cancelled cancelled) {
      return new Settlement.End(new Outcome.Cancelled(facts, cancelled.reason()));
    }
    return broken(message, attempt, ((AttemptResult.Broken) result).reason(), firstStart, facts);
  }

  private Settlement broken(
      TaskMessage message, int attempt, String reason, Instant firstStart, Outcome.Facts facts) {
    Task task = message.task();
    TaskEnvelope tried = at(message.envelope(), attempt);
    if (attempt >= task.maxAttempts()) {
      return new Settlement.Bury(
          new Outcome.Dead(facts, TaskReasons.say("attempts", attempt, reason)), tried);
    }
    Duration delay = backoff.after(attempt, random);
    if (task.group() == null) {
      return new Settlement.Retry(tried.retry(), delay, reason);
    }
    Instant next = facts.finishedAt().plus(delay);
    if (next.isAfter(firstStart.plus(groupHold))) {
      return new Settlement.Bury(
          new Outcome.Dead(
              facts, TaskReasons.say("groupHold", Reasons.shown(groupHold), attempt, reason)),
          tried);
    }
    return new Settlement.Hold(tried.retry(), delay, reason);
  }

  /** What becomes of a task that is not executed, or of {@code null} if it is. */
  @Nullable Settlement settle(TaskMessage message, Verdict verdict, Instant now) {
    if (verdict instanceof Verdict.Bury bury) {
      return new Settlement.Bury(
          new Outcome.Dead(facts(message, bury.attempt(), null, now), bury.reason()),
          at(message.envelope(), bury.attempt()));
    }
    Outcome.Facts facts = facts(message, 0, null, now);
    if (verdict instanceof Verdict.Expire expire) {
      return new Settlement.End(new Outcome.Expired(facts, expire.reason()));
    }
    if (verdict instanceof Verdict.Cancel cancel) {
      return new Settlement.End(new Outcome.Cancelled(facts, cancel.reason()));
    }
    if (verdict instanceof Verdict.Fail fail) {
      return new Settlement.End(new Outcome.Failed(facts, fail.reason()));
    }
    return null;
  }

  private Outcome.Facts facts(
      TaskMessage message, int attempt, @Nullable Instant start, Instant end) {
    Task task = message.task();
    return new Outcome.Facts(
        task.id(),
        task.type(),
        task.batch(),
        worker,
        attempt,
        message.envelope().generation(),
        start,
        end);
  }

  /** The same envelope at the attempt that it really was. */
  private static TaskEnvelope at(TaskEnvelope envelope, int attempt) {
    return new TaskEnvelope(
        envelope.submitter(),
        envelope.replyTo(),
        envelope.together(),
        Math.max(1, attempt),
        envelope.generation(),
        envelope.alone(),
        envelope.epoch(),
        envelope.deaths());
  }
}
