package dev.quiver.orchestrator;

/** What an orchestrator wants to be woken for. */
public enum Timer {
  /** Who has been silent too long? */
  CHECK,
  /** How many tasks lie in the workers' queues? */
  COUNT,
  /** What is cancelled or overdue where nobody reads? */
  SWEEP,
  /** Which schedules are due? */
  FIRE
}
