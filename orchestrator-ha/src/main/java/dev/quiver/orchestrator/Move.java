package dev.quiver.orchestrator;

import dev.quiver.orchestrator.schedule.Schedule;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.WorkerId;
import java.time.Instant;

/**
 * An effect that is part of a broker transaction: it acknowledges the message of its ticket and
 * sends a new one. The shell may put many moves into one transaction, in the order in which they
 * were given and each whole, and says what became of it by {@link Event.Committed} or {@link
 * Event.RolledBack}. It never does a move again: after a rollback the broker delivers the message
 * again and it is decided anew.
 */
public sealed interface Move extends Effect {

  /** Its number in this reign, ascending from 1. */
  long number();

  /** Puts the task into the worker's queue, with the reign's epoch. */
  record Assign(long number, Ticket ticket, TaskHeader task, WorkerId worker, long epoch)
      implements Move {}

  /** Puts a group's member into {@code tasks.held.<type>}, behind those that are there. */
  record Hold(long number, Ticket ticket, TaskHeader task) implements Move {}

  /** Puts a task taken from a worker's queue back into {@code tasks.submit.<type>.<class>}. */
  record Return(long number, Ticket ticket, TaskHeader task) implements Move {}

  /** Sends the task's outcome and the event of it; a dead one also goes to {@code tasks.dead}. */
  record End(long number, Ticket ticket, TaskHeader task, Ending ending, String reason)
      implements Move {}

  /** Records an entry, in the transaction of the move before it. */
  record Note(long number, StateEntry entry) implements Move {}

  /** Acknowledges an admin's request and records what it asked for. */
  record Accept(long number, Ticket ticket, StateEntry entry) implements Move {}

  /**
   * Submits a schedule's task with {@code id} as its id and duplicate id, and records {@code due}
   * as the last firing. In a transaction of its own, since a duplicate rejects the whole: refused
   * as a duplicate it was done by an earlier leader, which is reported as {@link Event.Committed}
   * after recording alone.
   */
  record Fire(long number, Schedule schedule, TaskId id, Instant due) implements Move {}
}
