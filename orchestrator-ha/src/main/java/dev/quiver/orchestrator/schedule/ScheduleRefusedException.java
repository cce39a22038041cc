package dev.quiver.orchestrator.schedule;

/** A periodic task cannot be accepted; the message says why and what to write instead. */
public final class ScheduleRefusedException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public ScheduleRefusedException(String message) {
    super(message);
  }
}
