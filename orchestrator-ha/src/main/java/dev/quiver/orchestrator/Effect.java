package dev.quiver.orchestrator;

import dev.quiver.tasks.BatchId;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an orchestrator wants done. Effects are data; the shell carries them out in order. */
public sealed interface Effect permits Move, Effect.Plain {

  /** Effects outside transactions. */
  sealed interface Plain extends Effect {}

  /** From now on hand over what lies in the type's submit queues, the most urgent class first. */
  record OpenIntake(TaskType type) implements Plain {}

  /** From now on take nothing from the type's submit queues. */
  record CloseIntake(TaskType type) implements Plain {}

  /**
   * From now on hand over what lies in that worker's assigned queue.
   *
   * @param exceptAlone but for what is to run alone
   */
  record DrainQueueOf(WorkerId worker, boolean exceptAlone) implements Plain {}

  /** From now on leave that worker's assigned queue alone. */
  record StopDraining(WorkerId worker) implements Plain {}

  /**
   * Hand over the group's first member in {@code tasks.held.<type>}, or say {@link Event.NoneHeld}.
   */
  record ReleaseNext(GroupKey group, long request) implements Plain {}

  /**
   * Count what lies in every worker's queues, messages under delivery and delayed ones included,
   * and say {@link Event.QueuesCounted}.
   */
  record CountQueues(long request) implements Plain {}

  /**
   * Publish a mark on the topic of events: {@link Event.MarkSeen} then tells that every event
   * committed before the count has been seen.
   */
  record Mark(long request) implements Plain {}

  /** Look into this orchestrator's ledger: if the task has ended, say {@link Event.OutcomeSeen}. */
  record AskOutcome(TaskKey task, WorkerId worker) implements Plain {}

  /**
   * Hand over, as {@link Event.TaskSwept}, what is cancelled or overdue in queues that nobody
   * reads.
   *
   * @param places where to look
   * @param tasks cancelled ones
   * @param batches cancelled ones
   * @param overdue whatever has a deadline at or before this
   */
  record Sweep(
      List<Place> places,
      List<Cancelled<TaskId>> tasks,
      List<Cancelled<BatchId>> batches,
      Instant overdue)
      implements Plain {
    public Sweep {
      places = List.copyOf(places);
      tasks = List.copyOf(tasks);
      batches = List.copyOf(batches);
    }
  }

  /**
   * What was cancelled.
   *
   * @param by the user whose task it has to be; null if it counts whosever it is
   */
  record Cancelled<K>(K id, @Nullable String by) {

    /** Whether the cancel counts for what that user submitted. */
    public boolean counts(K what, String submitter) {
      return id.equals(what) && (by == null || by.equals(submitter));
    }
  }

  /** Give that message back to its queue, where it was. */
  record PutBack(Ticket ticket) implements Plain {}

  /** Say {@link Event.TimerFired} after that time. */
  record StartTimer(Timer timer, long epoch, Duration after) implements Plain {}

  /** Tell people. */
  record Tell(Notice notice) implements Plain {}
}
