package dev.quiver.orchestrator;

import dev.quiver.tasks.Outcome;
import java.util.Locale;

/** What the events say about a task, in the order in which one attempt goes through them. */
public enum TaskState {
  ASSIGNED,
  RETRYING,
  SUCCEEDED,
  FAILED,
  CANCELLED,
  EXPIRED,
  DEAD;

  /** Whether it is the task's outcome: nothing comes after it in this generation. */
  public boolean isFinal() {
    return compareTo(RETRYING) > 0;
  }

  /** The word on the wire; for an outcome {@link Outcome#label()}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The state of that word.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static TaskState of(String label) {
    for (TaskState each : values()) {
      if (each.label().equals(label)) {
        return each;
      }
    }
    throw new IllegalArgumentException("the state \"" + label + "\" does not exist");
  }
}
