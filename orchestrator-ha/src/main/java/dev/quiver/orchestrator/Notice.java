package dev.quiver.orchestrator;

import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import java.time.Duration;
import java.time.Instant;

/** What people who watch an orchestrator are told. The shell has the words, in their language. */
public sealed interface Notice {

  /** This orchestrator leads. */
  record Leading(long epoch) implements Notice {}

  /** This orchestrator does not lead any more. */
  record LedUntil(long epoch) implements Notice {}

  record WorkerJoined(WorkerId worker, int concurrency) implements Notice {}

  /** Its liveness consumer is gone: it ended, or its connection did. */
  record WorkerLeft(WorkerId worker) implements Notice {}

  /** It ends in good order: what it had and will not do is given to others. */
  record WorkerEnding(WorkerId worker) implements Notice {}

  /** It is considered failed: no heartbeat for that long. */
  record WorkerSilent(WorkerId worker, Duration silence) implements Notice {}

  /** A worker considered failed sent a beat after all. */
  record WorkerBack(WorkerId worker) implements Notice {}

  record TaskAssigned(TaskId task, WorkerId worker) implements Notice {}

  /**
   * A task was taken out of a worker's queue and given to another.
   *
   * @param execution which execution of the task this may be, counting those cut short
   */
  record TaskMoved(TaskId task, WorkerId from, WorkerId to, int execution) implements Notice {}

  /** A task was taken out of a worker's queue and waits, since nobody has room for it. */
  record TaskReturned(TaskId task, WorkerId from) implements Notice {}

  record TaskEnded(TaskId task, Ending ending, String reason) implements Notice {}

  /** Tasks of that type wait from now on: no live worker has it. */
  record TypeWithoutWorker(TaskType type) implements Notice {}

  /** Tasks of that type wait no longer for a worker that has it. */
  record TypeServed(TaskType type) implements Notice {}

  record Paused(Target target) implements Notice {}

  record Resumed(Target target) implements Notice {}

  /** A drained worker has nothing left. */
  record Drained(WorkerId worker) implements Notice {}

  record Fired(String schedule, TaskId task, Instant due) implements Notice {}

  /**
   * Nobody led when a schedule was due; one task was submitted for all the missed firings.
   *
   * @param missed how many were due, at most {@code 1000}
   */
  record CaughtUp(String schedule, TaskId task, int missed) implements Notice {}

  /** This orchestrator leads from its start on; nobody led, or whoever did had gone before. */
  record StartedAsPrimary(long epoch) implements Notice {}

  /** Another one leads, and this one stands by. */
  record StartedAsBackup(String leader) implements Notice {}

  /** The one that led is gone, and this one leads now. */
  record TakingOver(String former, long epoch) implements Notice {}

  /** Nobody stands by: if this one ends now, tasks wait until another is started. */
  record NoBackup() implements Notice {}

  /** That one stands by and knows what this one knows. */
  record BackupInStep(String backup) implements Notice {}

  /** The connection to the broker is gone, and a reign with it. */
  record Disconnected(String why) implements Notice {}

  record TaskReceived(TaskId task, TaskType type, String submitter) implements Notice {}
}
