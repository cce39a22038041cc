package dev.quiver.orchestrator;

/** How a task ends without being executed again. */
public enum Ending {
  /** Its submitter or an admin cancelled it before it was executed. */
  CANCELLED,
  /** Its deadline passed before it was started. */
  EXPIRED,
  /** It ran alone and its worker died, as often as it may be tried. */
  DEAD
}
