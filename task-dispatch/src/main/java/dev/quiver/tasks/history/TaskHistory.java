package dev.quiver.tasks.history;

import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.WorkerId;
import dev.quiver.tasks.history.HistoryEvent.Kind;
import java.time.Instant;

/**
 * Where a process tells what it does, before anybody can see the effect. Usable from any thread.
 */
public interface TaskHistory {

  /** Nobody wants to know. */
  TaskHistory NONE =
      new TaskHistory() {
        @Override
        public Instant now() {
          return Instant.EPOCH;
        }

        @Override
        public String process() {
          return "nobody";
        }

        @Override
        public void add(HistoryEvent event) {}
      };

  /** The time, by the clock that all events of the process bear. */
  Instant now();

  /** Who tells. */
  String process();

  /** Adds an event; when this returns, a crash of the process does not undo it. */
  void add(HistoryEvent event);

  /** What became of a submit, or that it begins. */
  default void submit(Kind kind, TaskId task) {
    add(HistoryEvent.ofTask(now(), process(), kind, task.value()));
  }

  /** An attempt begins or has ended. */
  default void execution(Kind kind, TaskId task, WorkerId worker, int attempt) {
    add(
        new HistoryEvent(
            now(), process(), kind, task.value(), worker.value(), attempt, 0, null, null, null));
  }

  /**
   * An outcome came.
   *
   * @param message the broker's number of the message
   */
  default void received(Outcome outcome, long message) {
    Outcome.Facts facts = outcome.facts();
    WorkerId worker = facts.worker();
    add(
        new HistoryEvent(
            now(),
            process(),
            Kind.OUTCOME_RECEIVED,
            facts.taskId().value(),
            worker == null ? null : worker.value(),
            facts.attempt(),
            facts.generation(),
            outcome.label(),
            message,
            null));
  }

  /** A reign begins, or a commit of it begins or has returned. */
  default void reign(Kind kind, long epoch) {
    add(HistoryEvent.ofReign(now(), process(), kind, epoch));
  }
}
