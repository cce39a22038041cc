package dev.quiver.tasks.wire;

import dev.quiver.tasks.Outcome;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an event tells of a task. */
public enum TaskState {
  /** It had been assigned, and waits to be assigned anew. */
  WAITING,
  ASSIGNED,
  RETRYING,
  SUCCEEDED,
  FAILED,
  CANCELLED,
  EXPIRED,
  DEAD;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** The name on the wire. */
  public String label() {
    return label;
  }

  /** Whether the task has ended. */
  public boolean isEnd() {
    return compareTo(RETRYING) > 0;
  }

  /** The state a task is in after that outcome. */
  public static TaskState of(Outcome outcome) {
    TaskState state = of(outcome.label());
    if (state == null) {
      throw new IllegalStateException("no state for the outcome " + outcome.label());
    }
    return state;
  }

  static @Nullable TaskState of(String label) {
    for (TaskState each : values()) {
      if (each.label.equals(label)) {
        return each;
      }
    }
    return null;
  }
}
