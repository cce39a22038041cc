package dev.quiver.orchestrator.simulation;

/** A rule that a control breaks on purpose, to see that the checks notice. */
enum Breakage {
  NONE,
  /** A worker acknowledges a task before it works on it. */
  ACKNOWLEDGES_FIRST,
  /** A leader whose connection failed goes on with another one, as automatic reconnect does. */
  RECONNECTS,
  /** A commit of unknown outcome is done again instead of received again. */
  REDOES_UNKNOWN,
  /** A held member of a group is put into the submit queue, as if it had no group. */
  FORGETS_GROUPS,
  /** A leader believes every queue empty that it has not filled itself. */
  DOES_NOT_COUNT,
  /** The core learns a moment later what was committed with a schedule's firing. */
  TELLS_FIRINGS_LATE
}
